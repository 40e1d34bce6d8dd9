package atlasprox.read.compression;

/** Blosc's own method: runs of bytes as they are, and copies of bytes that came earlier. */
final class BloscLz {
    private static final int MOST_LITERALS = 32;
    private static final int LONG_COPY = 7;
    private static final int LEAST_COPY = 2;

    /** A copy from further back than this says so by all bits of its distance, and the rest in two bytes more. */
    private static final int FAR = 8191;

    private final byte[] in;
    private final int end;
    private final byte[] out;
    private final int start;
    private final int last;
    private int read;
    private int written;

    private BloscLz(byte[] in, int from, int length, byte[] out, int start, int count) {
        this.in = in;
        this.read = from;
        this.end = from + length;
        this.out = out;
        this.start = start;
        this.written = start;
        this.last = start + count;
    }

    /**
     * Decompresses a block into a place of a buffer that it must fill.
     *
     * @throws CorruptDataException if the bytes are no block, or one of another size
     */
    static void decompress(byte[] in, int from, int length, byte[] out, int start, int count) {
        BloscLz block = new BloscLz(in, from, length, out, start, count);
        int control = block.next() & MOST_LITERALS - 1; // A block starts with bytes as they are.
        while (block.step(control) && block.read < block.end) {
            control = block.next();
        }
        if (block.written != block.last) {
            throw damaged();
        }
    }

    private static CorruptDataException damaged() {
        return new CorruptDataException("holds a block that is not BloscLZ data");
    }

    private int next() {
        if (read >= end) {
            throw damaged();
        }
        return in[read++] & 0xff;
    }

    /** Whether there is room for more. */
    private boolean step(int control) {
        if (control < MOST_LITERALS) {
            literals(control + 1);
        } else {
            copy(control);
        }
        return written < last;
    }

    private void literals(int length) {
        if (length > end - read || length > last - written) {
            throw damaged();
        }
        System.arraycopy(in, read, out, written, length);
        read += length;
        written += length;
    }

    /** The control byte holds three bits of the length and the upper five of the distance. */
    private void copy(int control) {
        int length = control >> 5;
        if (length == LONG_COPY) {
            int more;
            do {
                more = next();
                length += more;
            } while (more == 0xff && length < last);
        }
        int distance = (control & 0x1f) << 8 | next();
        if (distance == FAR) {
            distance += next() << 8 | next();
        }
        repeat(distance + 1, length + LEAST_COPY);
    }

    /** Byte by byte: a copy may overlap what it writes. */
    private void repeat(int distance, int length) {
        if (distance > written - start || length > last - written) {
            throw damaged();
        }
        for (int stop = written + length; written < stop; written++) {
            out[written] = out[written - distance];
        }
    }
}
