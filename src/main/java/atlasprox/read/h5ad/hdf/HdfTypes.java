package atlasprox.read.h5ad.hdf;

import atlasprox.read.anndata.tree.ValueType;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The types of HDF5: what a column may hold of them, and what they are called. */
final class HdfTypes {
    private HdfTypes() {}

    /** The type of a one-dimensional dataset's values; empty where no column may hold them. */
    static Optional<ValueType> of(DataType type) {
        if (type instanceof FixedPoint integer) {
            return isWhole(integer) ? Optional.of(ofInteger(integer)) : Optional.empty();
        }
        if (type instanceof FloatingPoint real) {
            return isIeee(real)
                    ? Optional.of(real.getSize() <= Float.BYTES ? ValueType.FLOAT : ValueType.DOUBLE)
                    : Optional.empty();
        }
        if (type instanceof EnumDataType labels) {
            return isBoolean(labels) ? Optional.of(ValueType.BOOLEAN) : Optional.empty();
        }
        return isText(type) ? Optional.of(ValueType.STRING) : Optional.empty();
    }

    /** Whether a type is of texts, of one length or of any. */
    static boolean isText(DataType type) {
        return type instanceof StringData
                || (type instanceof VariableLength variable && variable.isVariableLengthString());
    }

    /** What a type is called, for messages. */
    static String words(DataType type) {
        if (type instanceof FixedPoint integer) {
            return "integers of " + integer.getBitPrecision() + " bits";
        }
        if (type instanceof FloatingPoint real) {
            return "floating-point numbers of " + Byte.SIZE * real.getSize() + " bits"
                    + (isIeee(real) ? "" : " in a form that is not IEEE 754's");
        }
        if (type instanceof EnumDataType labels) {
            return isBoolean(labels) ? "booleans" : "an enumeration";
        }
        return of(type).map(known -> "text")
                .orElse(type.getClass().getSimpleName().replace("DataType", "").toLowerCase(Locale.ROOT) + " values");
    }

    /** Whether all bits of a value count, which jhdf takes for granted. */
    private static boolean isWhole(FixedPoint integer) {
        int size = integer.getSize();
        return size <= Long.BYTES
                && Integer.bitCount(size) == 1
                && integer.getBitOffset() == 0
                && integer.getBitPrecision() == Byte.SIZE * size;
    }

    /** Whether it is a half, a float or a double; not, say, Google's or Intel's other forms. */
    private static boolean isIeee(FloatingPoint real) {
        int exponentBits =
                switch (real.getSize()) {
                    case 2 -> 5;
                    case 4 -> 8;
                    case 8 -> 11;
                    default -> -1;
                };
        int bits = Byte.SIZE * real.getSize();
        return real.getBitOffset() == 0
                && real.getBitPrecision() == bits
                && real.getExponentSize() == exponentBits
                && real.getMantissaLocation() == 0
                && real.getMantissaSize() == bits - 1 - exponentBits
                && real.getExponentLocation() == real.getMantissaSize()
                && real.getSignLocation() == bits - 1
                && real.getExponentBias() == (1 << exponentBits - 1) - 1;
    }

    private static ValueType ofInteger(FixedPoint integer) {
        int neededBytes = integer.isSigned() ? integer.getSize() : 2 * integer.getSize();
        if (neededBytes <= Integer.BYTES) {
            return ValueType.INT;
        }
        return neededBytes <= Long.BYTES ? ValueType.LONG : ValueType.UNSIGNED_LONG;
    }

    private static boolean isBoolean(EnumDataType labels) {
        return labels.getEnumMapping().equals(Map.of(0, "FALSE", 1, "TRUE"));
    }
}
