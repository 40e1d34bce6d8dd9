package atlasprox.read.compression;

import java.io.IOException;
import java.io.InputStream;

/**
 * How many bytes decompressed data may have. What data claim about themselves is held against it before any memory is taken.
 *
 * @param most the largest number of bytes
 * @param exact whether there must be just as many
 */
public record Size(int most, boolean exact) {
    /** No method that is read shrinks data further: a block of Zstandard of four bytes stands for 2^17 at most. */
    private static final int MAX_RATIO_BITS = 16;

    /** What a method of compression may add to data that it cannot shrink, beside as many bytes again. */
    private static final int OVERHEAD = 1 << 16;

    /** @param bytes the number of bytes that must come out */
    public static Size exactly(int bytes) {
        return new Size(bytes, true);
    }

    /** @param bytes the largest number of bytes that may come out */
    public static Size atMost(long bytes) {
        return new Size((int) Math.min(bytes, Integer.MAX_VALUE - Long.BYTES), false);
    }

    /** What may become data of this size when they are decompressed once more. */
    public Size beforehand() {
        return atMost(2L * most + OVERHEAD);
    }

    /**
     * Checks a size that data claim.
     *
     * @param claimed in bytes
     * @param stored the number of bytes that the claim is about
     * @return the claim
     * @throws CorruptDataException if it is beyond this size, or beyond what those bytes can stand for
     */
    public int check(long claimed, int stored) {
        if (claimed < 0 || claimed > most || exact && claimed != most) {
            throw new CorruptDataException("claims " + Long.toUnsignedString(claimed) + " bytes instead of " + this);
        }
        if (claimed >> MAX_RATIO_BITS > stored) {
            throw new CorruptDataException(
                    "claims that " + stored + " bytes hold " + claimed + ", which no compression does");
        }
        return (int) claimed;
    }

    /**
     * Reads all that a stream of decompressed bytes has. Memory is taken as bytes come.
     *
     * @throws CorruptDataException if there are more bytes, or fewer
     */
    byte[] read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(most);
        if (bytes.length == most ? in.read() >= 0 : exact) {
            throw new CorruptDataException(
                    bytes.length == most
                            ? "inflates to more than " + most + " bytes"
                            : "inflates to " + bytes.length + " bytes instead of " + this);
        }
        return bytes;
    }

    @Override
    public String toString() {
        return exact ? Integer.toString(most) : "at most " + most;
    }
}
