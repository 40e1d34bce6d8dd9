package atlasprox.read.zarr.chunk;

import atlasprox.read.zarr.codec.Elements;

/** Consecutive rows of an array on their way into memory. */
public final class Rows {
    private final long first;
    private final int count;
    private final int width;
    private final Elements fill;
    private final Held held;
    private final Object values;

    /**
     * @param values the Java array for all of them, row by row
     * @param fill the value of what is missing
     */
    public Rows(long first, int count, int width, Elements fill, Held held, Object values) {
        this.first = first;
        this.count = count;
        this.width = width;
        this.fill = fill;
        this.held = held;
        this.values = values;
    }

    /** The values so far. */
    public Object values() {
        return values;
    }

    /** What was read before. */
    Held held() {
        return held;
    }

    int width() {
        return width;
    }

    /** The first of these rows that is at or below one. */
    long from(long top) {
        return Math.max(top, first);
    }

    /** The end of these rows, or of a chunk if that comes before. */
    long until(long top, long height) {
        return height >= first + count - top ? first + count : top + height;
    }

    /**
     * Takes what a chunk has of these rows.
     *
     * @param chunk its values, {@code shape} of them
     * @param byColumns whether they lie column by column
     * @param top the chunk's first row
     * @param left its first column
     */
    void put(Elements chunk, Shape shape, boolean byColumns, long top, long left) {
        long start = from(top);
        long end = until(top, shape.rows());
        int across = (int) Math.min(shape.columns(), width - left);
        int stride = (int) shape.columns();
        if (!byColumns && across == stride && across == width) {
            chunk.copy(
                    (int) (start - top) * stride,
                    1,
                    (int) (end - start) * width,
                    values,
                    (int) (start - first) * width);
            return;
        }
        for (long row = start; row < end; row++) {
            int within = (int) (row - top);
            int to = (int) ((row - first) * width + left);
            if (byColumns) {
                chunk.copy(within, (int) shape.rows(), across, values, to);
            } else {
                chunk.copy(within * stride, 1, across, values, to);
            }
        }
    }

    /** Puts the fill value where a chunk is missing. */
    public void fill(Shape shape, long top, long left) {
        int across = (int) Math.min(shape.columns(), width - left);
        for (long row = from(top); row < until(top, shape.rows()); row++) {
            fill.copy(0, 0, across, values, (int) ((row - first) * width + left));
        }
    }
}
