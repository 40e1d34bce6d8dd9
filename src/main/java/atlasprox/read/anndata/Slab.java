package atlasprox.read.anndata;

import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive rows of a file, read in one go.
 *
 * @param start the first row, from 0
 * @param count the number of rows, at least 1
 */
record Slab(long start, int count) {
    static final long MAX_BYTES = 64L << 20;

    /** Files with fewer rows are not worth a task per core. */
    static final long LARGE = 20_000;

    /**
     * Cuts a file into slabs of at most {@link #MAX_BYTES}. Slabs begin where a chunk begins, unless a chunk is taller than a slab
     * may be; then every slab within it decompresses all of it.
     *
     * @param rows the number of rows, 0 or more
     * @param chunkHeight the number of rows that are stored together, at least 1
     * @param rowBytes the memory that a row takes, 0 or more
     * @param minSlabs the least number of slabs of a file of at least {@link #LARGE} rows
     */
    static List<Slab> cut(long rows, long chunkHeight, long rowBytes, int minSlabs) {
        long height = height(rows, rowBytes, minSlabs);
        if (height < rows) {
            height = aligned(height, chunkHeight);
        }
        List<Slab> slabs = new ArrayList<>();
        for (long start = 0; start < rows; start += height) {
            slabs.add(new Slab(start, (int) Math.min(height, rows - start)));
        }
        return slabs;
    }

    /** The most rows that a slab may have. */
    static long height(long rows, long rowBytes, int minSlabs) {
        long fitting = MAX_BYTES / Math.max(1, rowBytes);
        long shared = rows >= LARGE ? rows / minSlabs : rows;
        return Math.max(1, Math.min(fitting, shared));
    }

    private static long aligned(long height, long chunkHeight) {
        return height < chunkHeight ? height : height - height % chunkHeight;
    }
}
