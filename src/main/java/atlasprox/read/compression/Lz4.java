package atlasprox.read.compression;

import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/** Blocks of LZ4. */
public final class Lz4 {
    private Lz4() {}

    /**
     * Decompresses a block into a place of a buffer that it must fill.
     *
     * @throws CorruptDataException if the bytes are no block, or one of another size
     */
    public static void decompress(byte[] in, int from, int length, byte[] out, int start, int count) {
        try {
            int read =
                    LZ4Factory.fastestJavaInstance().safeDecompressor().decompress(in, from, length, out, start, count);
            if (read != count) {
                throw new CorruptDataException("holds a block of LZ4 of " + read + " bytes instead of " + count);
            }
        } catch (LZ4Exception e) {
            throw new CorruptDataException("holds a block of " + length + " bytes that is not LZ4 data", e);
        }
    }
}
