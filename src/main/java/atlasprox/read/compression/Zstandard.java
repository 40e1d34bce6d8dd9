package atlasprox.read.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Zstandard, by the library that Spark brings. */
public final class Zstandard {
    private Zstandard() {}

    /**
     * Decompresses one frame, or several.
     *
     * @throws CorruptDataException if the bytes are none, or hold another size
     */
    public static byte[] decompress(byte[] frames, Size size) {
        long claimed = Zstd.getFrameContentSize(frames);
        boolean whole = claimed > 0 && (size.exact() ? claimed == size.most() : claimed <= size.most());
        if (whole) {
            byte[] bytes = new byte[size.check(claimed, frames.length)];
            if (Zstd.decompressByteArray(bytes, 0, bytes.length, frames, 0, frames.length) == claimed) {
                return bytes;
            }
        }
        return severalFrames(frames, size);
    }

    private static byte[] severalFrames(byte[] frames, Size size) {
        try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(frames))) {
            return size.read(in);
        } catch (IOException e) {
            throw new CorruptDataException("is not Zstandard data", e);
        }
    }

    /**
     * Decompresses a frame into a place of a buffer that it must fill.
     *
     * @throws CorruptDataException if the bytes are no frame, or one of another size
     */
    static void decompress(byte[] in, int from, int length, byte[] out, int start, int count) {
        long read = Zstd.decompressByteArray(out, start, count, in, from, length);
        if (read != count) {
            throw new CorruptDataException(
                    Zstd.isError(read)
                            ? "is not Zstandard data (" + Zstd.getErrorName(read) + ")"
                            : "decompresses to " + read + " bytes instead of " + count);
        }
    }
}
