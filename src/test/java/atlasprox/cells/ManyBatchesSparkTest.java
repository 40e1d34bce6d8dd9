package atlasprox.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.SparkExtension;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.EmbeddingColumn;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** More batches than a limited census holds: passed and refused by the same numbers as a few are. */
@ExtendWith(SparkExtension.class)
class ManyBatchesSparkTest {
    private static final int MANY = 25_000;

    /** Rows in turn of so many batches. */
    @ParameterizedTest
    @CsvSource({
        "25000, 25000, false",
        "49999, 25000, false",
        "50000, 25000, true",
        "75000, 25000, true",
        "60000, 19000, true"
    })
    void passWhereTheyAreNoMoreThanHalfAsManyAsCells(long rows, int batches, boolean passes, SparkSession spark) {
        CellTable table = table(spark.range(0, rows, 1, 3)
                .selectExpr("concat('b', id % " + batches + ") AS batch", "array(float(id), 1f) AS X_pca"));
        if (passes) {
            Census census = census(table);
            assertThat(census.batches()).hasSize(batches);
            assertThat(census.fingerprint())
                    .isEqualTo(table.census(2, 0L, 1.0, 1).fingerprint());
        } else {
            assertThatThrownBy(() -> census(table))
                    .isInstanceOf(BadDataException.class)
                    .hasMessageContaining("batch column 'batch' has ")
                    .hasMessageContaining(" values for " + rows + " cells and looks like identifiers")
                    .hasMessageContaining("for example 'b0', 'b1'")
                    .hasMessageContaining("--force");
        }
    }

    @Test
    void areCountedExactlyWhereItIsClose(SparkSession spark) {
        CellTable table = table(spark.range(0, 2 * MANY - 1, 1, 3)
                .selectExpr("concat('b', id % " + MANY + ") AS batch", "array(float(id), 1f) AS X_pca"));
        assertThatThrownBy(() -> census(table)).hasMessageContaining("has " + MANY + " values for 49999 cells");
    }

    /** As in a census: a row without an embedding is no cell, and its batch none to be corrected. */
    @Test
    void ofRowsThatAreNoCellsDoNotCount(SparkSession spark) {
        CellTable table = table(spark.range(0, 60_000, 1, 3)
                .selectExpr(
                        "IF(id < 30000, concat('odd', id), concat('b', id % 3)) AS batch",
                        "IF(id < 30000, NULL, array(float(id), 1f)) AS X_pca"));
        Census census = census(table);
        assertThat(census.clients()).containsExactly("b0", "b1", "b2");
        assertThat(census.batches()).hasSize(30_003);
    }

    private static Census census(CellTable table) {
        return table.census(2, 0L, 1.0, 1, table.check().noIdentifiers());
    }

    private static CellTable table(Dataset<Row> rows) {
        return new CellTable(
                rows,
                EmbeddingColumn.resolve(rows.schema(), "X_pca"),
                BatchColumn.resolve(rows.schema(), List.of("batch")));
    }
}
