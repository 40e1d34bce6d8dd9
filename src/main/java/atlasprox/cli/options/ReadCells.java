package atlasprox.cli.options;

import atlasprox.job.counts.EmbeddedCounts;
import atlasprox.read.table.CellSource;
import java.util.Optional;
import org.apache.spark.storage.StorageLevel;

/**
 * Cells with an embedding, as they were read or by their counts. One that was made of counts is kept until this is closed, in memory or on executors' disks,
 * as a correction looks at it several times.
 *
 * @param source the cells
 * @param counts what the embedding was made of; empty where it was read
 */
public record ReadCells(CellSource source, Optional<EmbeddedCounts> counts) implements AutoCloseable {

    /** @return cells whose embedding was read */
    public static ReadCells of(CellSource source) {
        return new ReadCells(source, Optional.empty());
    }

    static ReadCells kept(CellSource source, EmbeddedCounts counts) {
        return new ReadCells(
                source.withRows(source.rows().persist(StorageLevel.MEMORY_AND_DISK())), Optional.of(counts));
    }

    @Override
    public void close() {
        if (counts.isPresent()) {
            source.rows().unpersist();
        }
    }
}
