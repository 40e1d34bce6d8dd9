package atlasprox.read.zarr.chunk;

/**
 * The lengths of an array or a chunk of at most two dimensions. One dimension is a column; none is a single value.
 *
 * @param rows the length of the first dimension
 * @param columns the length of the second one
 */
public record Shape(long rows, long columns) {
    private static final int MOST_DIMENSIONS = 2;

    public static Shape of(long[] lengths) {
        return new Shape(lengths.length == 0 ? 1 : lengths[0], lengths.length < MOST_DIMENSIONS ? 1 : lengths[1]);
    }

    public static boolean holds(long[] lengths) {
        return lengths.length <= MOST_DIMENSIONS;
    }

    /** In floating point, as the product of what metadata claim may be beyond all integers. */
    public double values() {
        return (double) rows * columns;
    }
}
