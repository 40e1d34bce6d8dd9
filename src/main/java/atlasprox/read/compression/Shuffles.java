package atlasprox.read.compression;

/** Orders of bytes and bits that compress better, and back. */
public final class Shuffles {
    private Shuffles() {}

    /**
     * Undoes the byte shuffle: first the first bytes of all values, then the second ones, and so on. Bytes beyond the last whole value
     * are as they were.
     *
     * @param in the shuffled bytes, from the first on
     * @param out where the values go, from {@code start} on
     * @param length the number of bytes
     * @param valueBytes the number of bytes of a value, at least 1
     */
    public static void unshuffleBytes(byte[] in, byte[] out, int start, int length, int valueBytes) {
        int values = length / valueBytes;
        for (int b = 0; b < valueBytes; b++) {
            int from = b * values;
            int to = start + b;
            for (int i = 0; i < values; i++, to += valueBytes) {
                out[to] = in[from + i];
            }
        }
        int whole = values * valueBytes;
        System.arraycopy(in, whole, out, start + whole, length - whole);
    }

    /**
     * Undoes the bit shuffle: first the lowest bits of all values, then the next ones, and so on.
     *
     * @param bits the shuffled bytes, from the first on
     * @param out where the values go, from {@code start} on
     * @param values the number of values, a multiple of eight
     * @param valueBytes the number of bytes of a value, at least 1
     */
    public static void unshuffleBits(byte[] bits, byte[] out, int start, int values, int valueBytes) {
        int row = values / Byte.SIZE;
        for (int b = 0; b < valueBytes; b++) {
            for (int i = 0; i < row; i++) {
                long eight = 0;
                for (int bit = 0; bit < Byte.SIZE; bit++) {
                    eight |= (bits[(b * Byte.SIZE + bit) * row + i] & 0xffL) << Byte.SIZE * bit;
                }
                eight = transposed(eight);
                for (int value = 0; value < Byte.SIZE; value++) {
                    out[start + (i * Byte.SIZE + value) * valueBytes + b] = (byte) (eight >>> Byte.SIZE * value);
                }
            }
        }
    }

    /** Of a square of eight times eight bits: bit j of byte i becomes bit i of byte j. */
    private static long transposed(long square) {
        long x = square;
        long swap = (x ^ x >>> 7) & 0x00AA00AA00AA00AAL;
        x ^= swap ^ swap << 7;
        swap = (x ^ x >>> 14) & 0x0000CCCC0000CCCCL;
        x ^= swap ^ swap << 14;
        swap = (x ^ x >>> 28) & 0x00000000F0F0F0F0L;
        return x ^ swap ^ swap << 28;
    }
}
