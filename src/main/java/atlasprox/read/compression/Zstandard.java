package atlasprox.read.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
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
        if (frames.length == 0) {
            throw new CorruptDataException("is empty, not Zstandard data");
        }
        long claimed = Zstd.getFrameContentSize(frames);
        boolean whole = claimed > 0 && (size.exact() ? claimed == size.most() : claimed <= size.most());
        if (whole) {
            byte[] bytes = new byte[size.check(claimed, frames.length)];
            if (read(frames, 0, frames.length, bytes, 0, bytes.length) == claimed) {
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
        long read = read(in, from, length, out, start, count);
        if (read != count) {
            throw new CorruptDataException(
                    read < 0 ? "is not Zstandard data" : "inflates to " + read + " bytes instead of " + count);
        }
    }

    /** The number of bytes; negative where the bytes are no frame, which some versions of the library throw. */
    private static long read(byte[] in, int from, int length, byte[] out, int start, int count) {
        try {
            return Zstd.decompressByteArray(out, start, count, in, from, length);
        } catch (ZstdException e) {
            return -1;
        }
    }
}
