package atlasprox.read.h5ad.filter;

import atlasprox.read.compression.Shuffles;
import atlasprox.read.compression.Size;
import atlasprox.read.compression.Zstandard;
import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.filter.Filter;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The bitshuffle filter: within blocks of values, first the lowest bits of all, then the next ones, and so on; each block then
 * compressed with LZ4 or Zstandard, or not. Of the values beyond the last block, as many as can be divided by eight make a shorter
 * one, and the rest is as it was. jhdf's own filter takes that shorter block for values as they were.
 */
final class BitshuffleFilter implements Filter {
    private static final int VALUE_BYTES = 2;
    private static final int BLOCK_VALUES = 3;
    private static final int COMPRESSION = 4;

    private static final int NONE = 0;
    private static final int LZ4 = 2;
    private static final int ZSTD = 3;

    /** Of values, if the settings do not say. */
    private static final int LEAST_BLOCK = 128;

    private static final int BLOCK_BYTES = 8192;

    @Override
    public int getId() {
        return 32008;
    }

    @Override
    public String getName() {
        return "bitshuffle";
    }

    @Override
    public byte[] decode(byte[] stored, int[] settings) {
        try {
            return new Decoder(stored, settings).chunk();
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new HdfFilterException("a chunk of " + stored.length + " bytes is not bitshuffle data", e);
        }
    }

    private static final class Decoder {
        private final ByteBuffer in;
        private final int valueBytes;
        private final int compression;
        private final int blockValues;
        private final byte[] out;
        private int done;

        Decoder(byte[] stored, int[] settings) {
            this.in = ByteBuffer.wrap(stored);
            this.valueBytes = settings[VALUE_BYTES];
            this.compression = settings.length > COMPRESSION ? settings[COMPRESSION] : NONE;
            if (compression == NONE) {
                this.out = new byte[stored.length];
                this.blockValues = settings.length > BLOCK_VALUES && settings[BLOCK_VALUES] > 0
                        ? settings[BLOCK_VALUES]
                        : defaultBlock(valueBytes);
            } else {
                this.out = new byte[Lz4Filter.size(in.getLong())];
                this.blockValues = in.getInt() / valueBytes;
            }
        }

        private static int defaultBlock(int valueBytes) {
            return Math.max(BLOCK_BYTES / valueBytes / Byte.SIZE * Byte.SIZE, LEAST_BLOCK);
        }

        byte[] chunk() {
            if (blockValues <= 0 || blockValues % Byte.SIZE != 0) {
                throw new HdfFilterException("blocks of " + blockValues + " values are not bitshuffle data");
            }
            int values = out.length / valueBytes;
            int eights = values - values % Byte.SIZE;
            while (done < eights) {
                block(Math.min(blockValues, eights - done));
            }
            in.get(out, done * valueBytes, out.length - done * valueBytes);
            return out;
        }

        private void block(int values) {
            byte[] bits = decompressed(Math.multiplyExact(values, valueBytes));
            Shuffles.unshuffleBits(bits, out, done * valueBytes, values, valueBytes);
            done += values;
        }

        private byte[] decompressed(int length) {
            byte[] bits = new byte[length];
            switch (compression) {
                case NONE -> in.get(bits);
                case LZ4 -> Lz4Filter.decompress(in, in.getInt(), bits, 0, length);
                case ZSTD -> {
                    byte[] frame = new byte[in.getInt()];
                    in.get(frame);
                    bits = Zstandard.decompress(frame, Size.exactly(length));
                }
                default -> throw new HdfFilterException("bitshuffle with the unknown compression " + compression);
            }
            return bits;
        }
    }
}
