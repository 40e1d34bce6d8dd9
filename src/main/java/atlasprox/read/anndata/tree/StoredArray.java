package atlasprox.read.anndata.tree;

import java.util.Optional;

/** An array of a store, of any number of dimensions. Looking at it reads no values. */
public interface StoredArray extends StoredNode {
    /** The length of each dimension, 0 or more; none of a single value. */
    long[] shape();

    /** The type of its values; empty where no column may hold them. */
    Optional<ValueType> type();

    /** The number of bytes that a value takes. */
    int valueBytes();

    /** What its type is called, for messages, such as {@code integers of 12 bits}. */
    String words();

    /** Whether it is a single value, without dimensions. */
    boolean isSingle();

    /** The value of an array without dimensions, as a text. */
    String single();

    /**
     * Makes an array of one dimension or two ready for reading.
     *
     * @param what the array in error messages
     * @throws atlasprox.BadDataException if it claims more than it holds, or is stored in a way that is not read
     */
    StoredValues values(String what);
}
