package atlasprox.read.zarr.chunk;

import java.util.Arrays;

/** Bytes in memory. */
public record SomeBytes(byte[] bytes) implements ByteSource {
    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public byte[] read(long from, int count) {
        return from == 0 && count == bytes.length ? bytes : Arrays.copyOfRange(bytes, (int) from, (int) from + count);
    }
}
