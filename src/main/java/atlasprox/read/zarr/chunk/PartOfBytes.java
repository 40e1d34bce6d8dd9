package atlasprox.read.zarr.chunk;

/**
 * A range of other bytes.
 *
 * @param start where it starts in them
 */
public record PartOfBytes(ByteSource whole, long start, long length) implements ByteSource {
    @Override
    public byte[] read(long from, int count) {
        return whole.read(start + from, count);
    }
}
