package atlasprox.cells;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * Cells that are kept on the executors while a fit visits them again and again, and what their tasks share. Closing gives both up at once,
 * and not when the JVM gets round to it.
 *
 * @param <T> what stands for cells
 */
public final class HeldCells<T> implements AutoCloseable {
    /** Of a heap, what can be held without much time for collecting garbage. */
    private static final double ROOM = 0.7;

    /** Of a heap, what Spark keeps data in at most (spark.memory.fraction). */
    private static final double SPARKS = 0.6;

    private final JavaRDD<T> cells;
    private final Broadcast<?> shared;

    /** @param shared what it takes to make the cells again, should they be lost */
    HeldCells(JavaRDD<T> cells, Broadcast<?> shared) {
        this(cells, shared, StorageLevel.MEMORY_AND_DISK());
    }

    /** @param level where they are kept */
    HeldCells(JavaRDD<T> cells, Broadcast<?> shared, StorageLevel level) {
        this.cells = cells.persist(level);
        this.shared = shared;
    }

    /**
     * Spark, which puts on disk what it has no room for, knows nothing of what the driver holds in the same heap.
     *
     * @param bytes of the cells
     * @param beside what the driver holds, in bytes
     * @param heap that both share, in bytes
     */
    static StorageLevel level(double bytes, double beside, long heap) {
        return Math.min(bytes, SPARKS * heap) + beside > ROOM * heap
                ? StorageLevel.DISK_ONLY()
                : StorageLevel.MEMORY_AND_DISK();
    }

    /** @return the cells, until this is closed */
    public JavaRDD<T> cells() {
        return cells;
    }

    @Override
    public void close() {
        cells.unpersist();
        shared.destroy();
    }
}
