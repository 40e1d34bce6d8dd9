package atlasprox.read.zarr.codec;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.function.IntUnaryOperator;

/** Numbers and booleans as buffers hold them. Types that Java has are copied as a whole where they lie side by side. */
final class Numbers {
    private static final int HALF_MANTISSA_BITS = 10;
    private static final int HALF_EXPONENT = 0x1f;
    private static final int HALF_BIAS = 15;
    private static final int FLOAT_MANTISSA_BITS = 23;
    private static final int FLOAT_EXPONENT = 0xff;
    private static final int FLOAT_BIAS = 127;

    private Numbers() {}

    static Elements bools(ByteBuffer bytes, int size) {
        return (from, step, count, out, to) -> {
            boolean[] values = (boolean[]) out;
            for (int i = 0; i < count; i++) {
                values[to + i] = bytes.get(from + i * step) != 0;
            }
        };
    }

    static Elements int8(ByteBuffer bytes, int size) {
        return ints(bytes::get);
    }

    static Elements uint8(ByteBuffer bytes, int size) {
        return ints(i -> bytes.get(i) & 0xff);
    }

    static Elements int16(ByteBuffer bytes, int size) {
        return ints(i -> bytes.getShort(i * Short.BYTES));
    }

    static Elements uint16(ByteBuffer bytes, int size) {
        return ints(i -> bytes.getShort(i * Short.BYTES) & 0xffff);
    }

    static Elements int32(ByteBuffer bytes, int size) {
        IntBuffer ints = bytes.asIntBuffer();
        Elements others = ints(ints::get);
        return (from, step, count, out, to) -> {
            if (step == 1) {
                ints.get(from, (int[]) out, to, count);
            } else {
                others.copy(from, step, count, out, to);
            }
        };
    }

    private static Elements ints(IntUnaryOperator value) {
        return (from, step, count, out, to) -> {
            int[] values = (int[]) out;
            for (int i = 0; i < count; i++) {
                values[to + i] = value.applyAsInt(from + i * step);
            }
        };
    }

    static Elements uint32(ByteBuffer bytes, int size) {
        return (from, step, count, out, to) -> {
            long[] values = (long[]) out;
            for (int i = 0; i < count; i++) {
                values[to + i] = bytes.getInt((from + i * step) * Integer.BYTES) & 0xffffffffL;
            }
        };
    }

    static Elements int64(ByteBuffer bytes, int size) {
        LongBuffer longs = bytes.asLongBuffer();
        return (from, step, count, out, to) -> {
            long[] values = (long[]) out;
            if (step == 1) {
                longs.get(from, values, to, count);
                return;
            }
            for (int i = 0; i < count; i++) {
                values[to + i] = longs.get(from + i * step);
            }
        };
    }

    static Elements uint64(ByteBuffer bytes, int size) {
        return (from, step, count, out, to) -> {
            BigInteger[] values = (BigInteger[]) out;
            for (int i = 0; i < count; i++) {
                long bits = bytes.getLong((from + i * step) * Long.BYTES);
                values[to + i] = bits >= 0 ? BigInteger.valueOf(bits) : new BigInteger(Long.toUnsignedString(bits));
            }
        };
    }

    static Elements float16(ByteBuffer bytes, int size) {
        return (from, step, count, out, to) -> {
            float[] values = (float[]) out;
            for (int i = 0; i < count; i++) {
                values[to + i] = ofHalf(bytes.getShort((from + i * step) * Short.BYTES));
            }
        };
    }

    /** Of the bits of an IEEE 754 half; every half is a float. */
    static float ofHalf(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> HALF_MANTISSA_BITS & HALF_EXPONENT;
        int mantissa = bits & (1 << HALF_MANTISSA_BITS) - 1;
        if (exponent == 0) {
            float small = mantissa * 0x1p-24f;
            return sign == 0 ? small : -small;
        }
        int wider = exponent == HALF_EXPONENT ? FLOAT_EXPONENT : exponent - HALF_BIAS + FLOAT_BIAS;
        return Float.intBitsToFloat(
                sign | wider << FLOAT_MANTISSA_BITS | mantissa << FLOAT_MANTISSA_BITS - HALF_MANTISSA_BITS);
    }

    /** The bits of the half nearest to a number. */
    static short toHalf(double real) {
        int sign = Math.copySign(1, real) < 0 ? 0x8000 : 0;
        double size = Math.abs(real);
        int bits;
        if (Double.isNaN(real)) {
            bits = 0x7e00;
        } else if (size >= 0x1.ffep15) {
            bits = HALF_EXPONENT << HALF_MANTISSA_BITS;
        } else if (size < 0x1p-14) {
            bits = (int) Math.rint(size * 0x1p24);
        } else {
            int exponent = Math.getExponent(size);
            int mantissa = (int) Math.rint(Math.scalb(size, HALF_MANTISSA_BITS - exponent));
            bits = (exponent + HALF_BIAS - 1 << HALF_MANTISSA_BITS)
                    + mantissa; // Its highest bit counts as one of the exponent.
        }
        return (short) (sign | bits);
    }

    /** Rows of a few values, as of a chunk that holds some of the columns, are copied faster one by one. */
    static Elements float32(ByteBuffer bytes, int size) {
        FloatBuffer floats = bytes.asFloatBuffer();
        return (from, step, count, out, to) -> {
            float[] values = (float[]) out;
            if (step == 1 && count > Long.BYTES) {
                floats.get(from, values, to, count);
                return;
            }
            for (int i = 0; i < count; i++) {
                values[to + i] = floats.get(from + i * step);
            }
        };
    }

    static Elements float64(ByteBuffer bytes, int size) {
        DoubleBuffer doubles = bytes.asDoubleBuffer();
        return (from, step, count, out, to) -> {
            double[] values = (double[]) out;
            if (step == 1 && count > Long.BYTES) {
                doubles.get(from, values, to, count);
                return;
            }
            for (int i = 0; i < count; i++) {
                values[to + i] = doubles.get(from + i * step);
            }
        };
    }
}
