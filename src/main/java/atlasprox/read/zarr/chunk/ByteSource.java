package atlasprox.read.zarr.chunk;

/** Stored bytes that can be read by ranges. */
public interface ByteSource {
    /** The number of bytes. */
    long length();

    /**
     * @param from the first one
     * @param count how many; all of them must be within the length
     * @throws atlasprox.BadDataException if they cannot be read
     */
    byte[] read(long from, int count);
}
