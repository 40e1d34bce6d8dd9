package atlasprox.read.zarr.chunk;

/** Reads chunks of one shape. */
public interface ChunkReader {
    /** The lengths of one chunk. */
    Shape shape();

    /** The number of consecutive rows that are compressed together, at least 1. */
    long height();

    /** The number of chunks that are compressed each, side by side, for so many columns. */
    double across(int columns);

    /** Whether all bytes of a chunk are needed to read any of it. */
    boolean isWhole();

    /**
     * Reads what a chunk has of the rows.
     *
     * @param stored its bytes
     * @param key what it is called, other than all others of the array
     * @param top its first row
     * @param left its first column
     * @throws atlasprox.read.compression.CorruptDataException if the bytes are no such chunk
     */
    void read(ByteSource stored, String key, long top, long left, Rows rows);
}
