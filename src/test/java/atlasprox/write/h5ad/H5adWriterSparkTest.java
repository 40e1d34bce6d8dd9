package atlasprox.write.h5ad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import atlasprox.BadDataException;
import atlasprox.SparkExtension;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class H5adWriterSparkTest {
    private final H5adWriter writer = new H5adWriter("cell_id");

    @TempDir
    private Path folder;

    @Test
    void keepsTheOrderOfRows(SparkSession spark) throws IOException {
        writer.write(table(spark, 5, "array(cast(id as float))"), file(), false);
        try (HdfFile read = new HdfFile(file())) {
            assertThat(read.getDatasetByPath("obsm/X.pca").getData())
                    .isEqualTo(new float[][] {{0}, {1}, {2}, {3}, {4}});
        }
    }

    @Test
    void refusesLargeTablesBeforeCollectingThem(SparkSession spark) {
        Dataset<Row> wide = table(spark, 1001, "if(id = 0, null, array_repeat(cast(1 as float), 50000))");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.write(wide, file(), false))
                .withMessageStartingWith("h5ad output is for small tables: 1001 cells of 50000 coordinates");
        Dataset<Row> noArray = table(spark, 50_000_001, "id").select("cell_id", "batch");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.write(noArray, file(), false))
                .withMessageStartingWith("h5ad output is for small tables: 50000001 cells of 0 coordinates");
    }

    @Test
    void refusesAnEmptyTable(SparkSession spark) {
        assertThatExceptionOfType(BadDataException.class)
                .isThrownBy(() -> writer.write(table(spark, 0, "array(cast(id as float))"), file(), false))
                .withMessage("There are no cells to write to " + file() + ".");
    }

    private static Dataset<Row> table(SparkSession spark, long cells, String embedding) {
        return spark.range(cells).selectExpr("cast(id as string) cell_id", "'basel' batch", embedding + " `X.pca`");
    }

    private Path file() {
        return folder.resolve("cells.h5ad");
    }
}
