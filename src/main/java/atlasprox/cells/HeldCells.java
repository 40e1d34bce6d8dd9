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
    private final JavaRDD<T> cells;
    private final Broadcast<?> shared;

    /** @param shared what it takes to make the cells again, should they be lost */
    HeldCells(JavaRDD<T> cells, Broadcast<?> shared) {
        this.cells = cells.persist(StorageLevel.MEMORY_AND_DISK());
        this.shared = shared;
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
