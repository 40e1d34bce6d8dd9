package atlasprox.read.anndata.tree;

import java.lang.reflect.Array;

/** The Java type of a column's values, the smallest that holds every value of the stored type. */
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
    /** {@link Boolean}. */
    BOOLEAN(Array::getBoolean),
    /** {@link String}. */
    STRING(Array::get),
    /** {@code float[]}: one row of an embedding. */
    FLOATS(Array::get),
    /** {@code double[]}: one row of an embedding. */
    DOUBLES(Array::get),
    /** One row of a matrix of cells x genes. */
    SPARSE(Array::get);

    private final Element element;

    ValueType(Element element) {
        this.element = element;
    }

    /** The i-th value of an array of values of this type, as {@link StoredValues#read} returns it. */
    public Object at(Object values, int i) {
        return element.at(values, i);
    }

    /** Whether it is a number, and a single one. */
    public boolean isNumber() {
        return switch (this) {
            case INT, LONG, UNSIGNED_LONG, FLOAT, DOUBLE -> true;
            default -> false;
        };
    }

    private interface Element {
        Object at(Object values, int i);
    }
}
