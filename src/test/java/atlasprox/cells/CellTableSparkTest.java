package atlasprox.cells;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.math.Centre;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.EmbeddingColumn;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A round starts as many tasks as its cells are worth, however many partitions the table comes in. */
@ExtendWith(SparkExtension.class)
class CellTableSparkTest {
    @ParameterizedTest
    @CsvSource({"300, 1", "300, 200", "3, 7", "60000, 5", "60000, 40"})
    void smallPartitionsAreVisitedTogether(long cells, int partitions, SparkSession spark) {
        Dataset<Row> rows = spark.range(0, cells, 1, partitions)
                .selectExpr("concat('b', id % 3) AS batch", "array(float(id), 1f) AS X_pca");
        CellTable table = new CellTable(
                rows,
                EmbeddingColumn.resolve(rows.schema(), "X_pca"),
                BatchColumn.resolve(rows.schema(), List.of("batch")));
        ClientLayout layout = new ClientLayout(
                List.of("b0", "b1", "b2"), new long[] {cells / 3, cells / 3, cells / 3}, table.parallelism());
        try (HeldCells<CellBlock> held =
                table.shards(layout, 2, 0L, new double[] {1.0, 1.0, 1.0}, Centre.origin(2), 0.0)) {
            assertThat(held.cells().getNumPartitions())
                    .isEqualTo((int) Math.min(partitions, Math.max(table.parallelism(), cells / 10_000L)));
            assertThat(held.cells().map(CellBlock::size).reduce(Integer::sum)).isEqualTo((int) cells);
            assertThat(held.cells().getStorageLevel()).isEqualTo(StorageLevel.MEMORY_AND_DISK());
        }
        try (HeldCells<CellBlock> held =
                table.shards(layout, 2, 0L, new double[] {1.0, 1.0, 1.0}, Centre.origin(2), 1e15)) {
            assertThat(held.cells().map(CellBlock::size).reduce(Integer::sum)).isEqualTo((int) cells);
            assertThat(held.cells().getStorageLevel()).isEqualTo(StorageLevel.DISK_ONLY());
        }
    }
}
