package atlasprox.read.zarr.store;

/** Stored bytes that can be read by ranges. */
interface ByteSource {
    /** The number of bytes. */
    long length();

    /**
     * @param from the first one
     * @param count how many; all of them must be within the length
     * @throws atlasprox.BadDataException if they cannot be read
     */
    byte[] read(long from, int count);
}
