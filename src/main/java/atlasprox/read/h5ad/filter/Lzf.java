package atlasprox.read.h5ad.filter;

import java.util.Arrays;

/** The LZF format: runs of bytes as they are, and copies of bytes that came earlier. */
final class Lzf {
    /** Three bytes stand for at most 264. */
    static final int MAX_RATIO = 88;

    private static final int MAX_LITERALS = 32;
    private static final int LONG_COPY = 7;

    private final byte[] in;
    private byte[] out;
    private int read;
    private int written;

    private Lzf(byte[] in, int sizeHint) {
        this.in = in;
        this.out = new byte[sizeHint];
    }

    /** Decompresses a block; null where the bytes are not one. The size is a hint: the block may be larger or smaller. */
    static byte[] decompress(byte[] in, int sizeHint) {
        Lzf block = new Lzf(in, sizeHint);
        while (block.read < in.length) {
            if (!block.step()) {
                return null;
            }
        }
        return Arrays.copyOf(block.out, block.written);
    }

    private boolean step() {
        int control = in[read++] & 0xff;
        return control < MAX_LITERALS ? literals(control + 1) : copy(control);
    }

    private boolean literals(int length) {
        if (read + length > in.length) {
            return false;
        }
        makeRoom(length);
        System.arraycopy(in, read, out, written, length);
        read += length;
        written += length;
        return true;
    }

    /** The control byte holds three bits of the length and the upper five of the distance. */
    private boolean copy(int control) {
        int length = control >> 5;
        int more = length == LONG_COPY ? 2 : 1;
        if (read + more > in.length) {
            return false;
        }
        if (length == LONG_COPY) {
            length += in[read++] & 0xff;
        }
        int distance = ((control & 0x1f) << 8 | in[read++] & 0xff) + 1;
        return distance <= written && repeat(distance, length + 2);
    }

    /** Byte by byte: a copy may overlap what it writes. */
    private boolean repeat(int distance, int length) {
        makeRoom(length);
        for (int end = written + length; written < end; written++) {
            out[written] = out[written - distance];
        }
        return true;
    }

    private void makeRoom(int length) {
        if (written + length > out.length) {
            out = Arrays.copyOf(out, Math.max(written + length, 2 * out.length));
        }
    }
}
