package atlasprox.read.anndata.column;

import atlasprox.read.anndata.tree.ValueType;
import java.util.List;

/** One column of an AnnData table, one value per cell, whatever its encoding. Not thread-safe: it reads from an open store. */
public interface Column {
    /** The column's name in a table. */
    String name();

    /** What {@link #read} returns for each cell. */
    ValueType type();

    /** The number of cells, the missing ones included. */
    long length();

    /** Roughly how much memory one value takes, in bytes; used to size slabs. */
    default long bytesPerRow() {
        return 64;
    }

    /** The number of consecutive rows that are stored together; a read that splits them decompresses them twice. */
    default long chunkHeight() {
        return 1;
    }

    /** What is not stored of each array, as {@link atlasprox.read.anndata.tree.StoredValues#notStored} has it. */
    default List<String> notStored() {
        return List.of();
    }

    /** The same as {@link atlasprox.read.anndata.tree.StoredValues#lacking} has it. */
    default List<String> lacking() {
        return notStored();
    }

    /**
     * Checks that every value is stored, as far as that is soon known.
     *
     * @throws atlasprox.BadDataException if some are not
     */
    default void requireStored() {}

    /**
     * Reads consecutive cells.
     *
     * @param start the first row, from 0
     * @param count the number of rows, 0 or more, with {@code start + count <= length()}
     * @return {@code count} values of {@link #type}, null where the value is missing
     * @throws atlasprox.BadDataException if the store holds a value that its encoding does not allow, or cannot be read
     */
    Object[] read(long start, int count);
}
