package atlasprox.read.h5ad;

import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import java.lang.reflect.Array;
import java.util.Optional;
import java.util.Set;

/** The Java type of a column's values, the smallest that holds every value of the HDF5 type. */
public enum ValueType {
    /** {@link Integer}: signed up to 32 bits, unsigned up to 16. */
    INT(Array::getInt),
    /** {@link Long}: signed 64 bits, unsigned 32. */
    LONG(Array::getLong),
    /** {@link java.math.BigInteger}: unsigned 64 bits. */
    UNSIGNED_LONG(Array::get),
    /** {@link Float}: 16 and 32 bits. */
    FLOAT(Array::getFloat),
    /** {@link Double}. */
    DOUBLE(Array::getDouble),
    /** {@link Boolean}, which h5py stores as an enumeration of FALSE and TRUE. */
    BOOLEAN((labels, i) -> "TRUE".equals(Array.get(labels, i))),
    /** {@link String}. */
    STRING(Array::get),
    /** {@code float[]}: one row of an embedding. */
    FLOATS(Array::get),
    /** {@code double[]}: one row of an embedding. */
    DOUBLES(Array::get);

    private final Element element;

    ValueType(Element element) {
        this.element = element;
    }

    /** The i-th value of the array that jhdf makes of a dataset of this type. */
    Object at(Object values, int i) {
        return element.at(values, i);
    }

    /** The type of a one-dimensional dataset's values; empty where no column may hold them. */
    static Optional<ValueType> of(DataType type) {
        if (type instanceof FixedPoint integer) {
            return Optional.of(ofInteger(integer));
        }
        if (type instanceof FloatingPoint real) {
            return Optional.of(real.getSize() <= Float.BYTES ? FLOAT : DOUBLE);
        }
        if (type instanceof EnumDataType labels) {
            return isBoolean(labels) ? Optional.of(BOOLEAN) : Optional.empty();
        }
        boolean text = type instanceof StringData
                || (type instanceof VariableLength variable && variable.isVariableLengthString());
        return text ? Optional.of(STRING) : Optional.empty();
    }

    private static ValueType ofInteger(FixedPoint integer) {
        int neededBytes = integer.isSigned() ? integer.getSize() : 2 * integer.getSize();
        if (neededBytes <= Integer.BYTES) {
            return INT;
        }
        return neededBytes <= Long.BYTES ? LONG : UNSIGNED_LONG;
    }

    private static boolean isBoolean(EnumDataType labels) {
        return Set.copyOf(labels.getEnumMapping().values()).equals(Set.of("FALSE", "TRUE"));
    }

    private interface Element {
        Object at(Object values, int i);
    }
}
