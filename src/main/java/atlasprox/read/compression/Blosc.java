package atlasprox.read.compression;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Chunks of Blosc, version 1: a header of 16 bytes, the places of the blocks, and blocks that are each shuffled and compressed by one of
 * several methods. Written here rather than taken from a wrapper of the C library: that is machine code for some platforms, in which damaged
 * data may end the whole JVM instead of one task.
 */
public final class Blosc {
    private static final int HEADER = 16;

    /** Of the format, that is; the library of version 2 writes others. */
    private static final int NEWEST = 2;

    private static final int FLAGS = 2;
    private static final int VALUE_BYTES = 3;
    private static final int CHUNK_SIZE = 4;
    private static final int BLOCK_SIZE = 8;
    private static final int STORED_SIZE = 12;

    private static final int SHUFFLED = 1;
    private static final int PLAIN = 1 << 1;
    private static final int BITS_SHUFFLED = 1 << 2;
    private static final int NOT_SPLIT = 1 << 4;
    private static final int METHOD_SHIFT = 5;

    /** Blocks of values of more bytes, or of fewer values, are compressed as a whole. */
    private static final int MOST_PARTS = 16;

    private static final int LEAST_PART = 128;

    private final byte[] stored;
    private final ByteBuffer in;
    private final int end;
    private final int flags;
    private final int valueBytes;
    private final int blockSize;
    private final byte[] out;

    private Blosc(byte[] stored, Size size) {
        this.stored = stored;
        this.in = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
        if (stored.length < HEADER) {
            throw new CorruptDataException("ends within the header of its Blosc data");
        }
        if (in.get(0) < 1 || in.get(0) > NEWEST) {
            throw new CorruptDataException("is Blosc data of version " + in.get(0) + ", of which 1 and 2 are read");
        }
        this.flags = in.get(FLAGS);
        this.valueBytes = Math.max(1, in.get(VALUE_BYTES) & 0xff);
        this.blockSize = in.getInt(BLOCK_SIZE);
        this.end = in.getInt(STORED_SIZE);
        if (end < HEADER || end > stored.length) {
            throw new CorruptDataException("holds " + stored.length + " bytes of " + end + " of its Blosc data");
        }
        this.out = new byte[size.check(in.getInt(CHUNK_SIZE), stored.length)];
    }

    /** @throws CorruptDataException if the bytes are no chunk of Blosc, or hold another size */
    public static byte[] decompress(byte[] stored, Size size) {
        return new Blosc(stored, size).chunk();
    }

    private byte[] chunk() {
        if ((flags & PLAIN) != 0) {
            return plain();
        }
        if (out.length > 0 && (blockSize <= 0 || (end - HEADER) / Integer.BYTES < blocks())) {
            throw new CorruptDataException("has blocks of " + blockSize + " bytes in its Blosc data of " + end);
        }
        byte[] shuffled =
                isShuffled(blockSize) || isBitShuffled(blockSize) ? new byte[Math.min(blockSize, out.length)] : out;
        for (int i = 0, start = 0; start < out.length; i++, start += blockSize) {
            block(in.getInt(HEADER + Integer.BYTES * i), start, shuffled);
            if (out.length - start <= blockSize) {
                break; // The next start may be beyond all integers.
            }
        }
        return out;
    }

    private byte[] plain() {
        if (end - HEADER < out.length) {
            throw new CorruptDataException(
                    "holds " + (end - HEADER) + " of " + out.length + " bytes of its Blosc data");
        }
        System.arraycopy(stored, HEADER, out, 0, out.length);
        return out;
    }

    private int blocks() {
        return (out.length - 1) / blockSize + 1;
    }

    private boolean isShuffled(int length) {
        return (flags & SHUFFLED) != 0 && valueBytes > 1 && length > 0;
    }

    private boolean isBitShuffled(int length) {
        return !isShuffled(length) && (flags & BITS_SHUFFLED) != 0 && length >= valueBytes;
    }

    /** @param shuffled where to decompress to what is yet to be put in order; the chunk itself where nothing is */
    private void block(int place, int start, byte[] shuffled) {
        int length = Math.min(blockSize, out.length - start);
        boolean direct = !isShuffled(length) && !isBitShuffled(length);
        if (direct) {
            parts(place, out, start, length);
            return;
        }
        parts(place, shuffled, 0, length);
        if (isShuffled(length)) {
            Shuffles.unshuffleBytes(shuffled, out, start, length, valueBytes);
        } else {
            unshuffleBits(shuffled, start, length);
        }
    }

    /** Only a block of eights of values was shuffled; bytes that are no whole value are as they were. */
    private void unshuffleBits(byte[] shuffled, int start, int length) {
        int values = length / valueBytes;
        int done = 0;
        if (values % Byte.SIZE == 0) {
            Shuffles.unshuffleBits(shuffled, out, start, values, valueBytes);
            done = values * valueBytes;
        }
        System.arraycopy(shuffled, done, out, start + done, length - done);
    }

    /** A block is compressed as a whole, or first all first bytes of its values, then all second ones, and so on. */
    private void parts(int place, byte[] block, int start, int length) {
        boolean split = (flags & NOT_SPLIT) == 0
                && valueBytes <= MOST_PARTS
                && length / valueBytes >= LEAST_PART
                && length == blockSize;
        int part = split ? length / valueBytes : length;
        int at = place;
        for (int done = 0; done + part <= length; done += part) {
            if (at < HEADER || at > end - Integer.BYTES) {
                throw new CorruptDataException("has a block at " + at + " in its Blosc data of " + end + " bytes");
            }
            int compressed = in.getInt(at);
            at += Integer.BYTES;
            if (compressed < 0 || compressed > end - at) {
                throw new CorruptDataException("ends amid a block of its Blosc data");
            }
            if (compressed == part) {
                System.arraycopy(stored, at, block, start + done, part);
            } else {
                part(at, compressed, block, start + done, part);
            }
            at += compressed;
        }
    }

    private void part(int at, int compressed, byte[] block, int start, int length) {
        int method = (flags & 0xff) >> METHOD_SHIFT;
        switch (method) {
            case 0 -> BloscLz.decompress(stored, at, compressed, block, start, length);
            case 1 -> Lz4.decompress(stored, at, compressed, block, start, length);
            case 3 -> Deflate.zlib(stored, at, compressed, block, start, length);
            case 4 -> Zstandard.decompress(stored, at, compressed, block, start, length);
            default ->
                throw new CorruptDataException(
                        "is Blosc data of the method " + (method == 2 ? "snappy" : method) + ", which is not read");
        }
    }
}
