package atlasprox.read.zarr.codec;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/** The types of values that are read, each with the Java type of the arrays that hold them. */
public enum ElementType {
    /** {@code boolean[]}. */
    BOOL(boolean[]::new, "booleans", Numbers::bools),
    /** {@code int[]}, as all integers that fit. */
    INT8(int[]::new, "integers of 8 bits", Numbers::int8),
    INT16(int[]::new, "integers of 16 bits", Numbers::int16),
    INT32(int[]::new, "integers of 32 bits", Numbers::int32),
    /** {@code long[]}. */
    INT64(long[]::new, "integers of 64 bits", Numbers::int64),
    UINT8(int[]::new, "unsigned integers of 8 bits", Numbers::uint8),
    UINT16(int[]::new, "unsigned integers of 16 bits", Numbers::uint16),
    /** {@code long[]}. */
    UINT32(long[]::new, "unsigned integers of 32 bits", Numbers::uint32),
    /** {@code BigInteger[]}. */
    UINT64(BigInteger[]::new, "unsigned integers of 64 bits", Numbers::uint64),
    /** {@code float[]}. */
    FLOAT16(float[]::new, "floating-point numbers of 16 bits", Numbers::float16),
    /** {@code float[]}. */
    FLOAT32(float[]::new, "floating-point numbers of 32 bits", Numbers::float32),
    /** {@code double[]}. */
    FLOAT64(double[]::new, "floating-point numbers of 64 bits", Numbers::float64),
    /** {@code String[]}: UTF-8 of one length, filled up with zeros. */
    FIXED_BYTES(String[]::new, "text", Texts::fixedBytes),
    /** {@code String[]}: UTF-32 of one length, filled up with zeros. */
    FIXED_UTF32(String[]::new, "text", Texts::fixedUtf32),
    /** {@code String[]}: UTF-8 of any length. */
    TEXT(String[]::new, "text", (bytes, unused) -> {
        throw new IllegalStateException("texts of any length are no values of one length");
    });

    private final IntFunction<Object> arrays;
    private final String words;
    private final BiFunction<ByteBuffer, Integer, Elements> view;

    ElementType(IntFunction<Object> arrays, String words, BiFunction<ByteBuffer, Integer, Elements> view) {
        this.arrays = arrays;
        this.words = words;
        this.view = view;
    }

    /** An array of the Java type, of any values. */
    public Object newArray(int length) {
        return arrays.apply(length);
    }

    /** What values of this type are called, for messages. */
    public String words() {
        return words;
    }

    /** Whether it is of texts, of one length or of any. */
    public boolean isText() {
        return this == FIXED_BYTES || this == FIXED_UTF32 || this == TEXT;
    }

    /**
     * @param bytes the values, in the buffer's order of bytes
     * @param valueBytes the number of bytes of each
     */
    Elements view(ByteBuffer bytes, int valueBytes) {
        return view.apply(bytes, valueBytes);
    }
}
