package atlasprox.read.anndata.tree;

import java.util.Optional;

/** The values of an array of one dimension or two, row by row. */
public interface StoredValues {
    /** The array in error messages. */
    String what();

    /** The number of rows. */
    long rows();

    /** The number of values in a row. */
    int width();

    /** The number of consecutive rows that are stored together, at least 1; a read that splits them decompresses them twice. */
    long chunkHeight();

    /**
     * Reads consecutive rows.
     *
     * @param start the first row, from 0
     * @param count the number of rows, at least 1
     * @return a Java array of values: of {@code boolean}, of texts, of {@link java.math.BigInteger} for unsigned integers of 64 bits, or
     *     of the numbers of Java that hold those of the store ({@code float} for halves); where there are two dimensions, an
     *     {@code Object[]} of such arrays, one for each row
     * @throws atlasprox.BadDataException if they cannot be read
     */
    Object read(long start, int count);

    /**
     * Says what of the values the store does not hold, so that others stand for them, as in {@code obsm 'X_pca' lacks 1 of its 4 chunks};
     * empty where it holds all, or where that takes too long to know.
     */
    default Optional<String> notStored() {
        return Optional.empty();
    }

    /** The same, also where what is not stored is most likely so because it is zero all over. */
    default Optional<String> lacking() {
        return notStored();
    }

    /**
     * Checks that the store holds every value, as far as that is soon known: where all rows must be told from each other.
     *
     * @throws atlasprox.BadDataException if it lacks some, or cannot hold as many as it claims
     */
    default void requireStored() {}
}
