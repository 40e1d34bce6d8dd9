package atlasprox.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.Workbench;
import atlasprox.cli.failure.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Delta tables in, Delta tables out. */
@ExtendWith(SparkExtension.class)
class DeltaTablesIT {
    @TempDir
    private Path folder;

    private Workbench bench;
    private SparkSession spark;

    @BeforeEach
    void makeWorkbench(SparkSession session) {
        spark = session;
        bench = new Workbench(session, folder);
    }

    @Test
    void aTableIsReadAsOfItsLastVersionAndWrittenAsOne() {
        save(bench.cells().filter("cell >= 30"), "overwrite");
        save(bench.cells(), "overwrite");
        bench.correct().succeeds("column X_pca_corrected");
        assertThat(folder.resolve("out/_delta_log")).isDirectory();
        Dataset<Row> out = spark.read().format("delta").load(bench.path("out"));
        assertThat(out.count()).isEqualTo(300);
        assertThat(out.drop("X_pca_corrected").except(bench.cells()).count()).isZero();
        assertThat(spark.read()
                        .parquet(corrected())
                        .except(out.select("cell", "X_pca_corrected"))
                        .count())
                .isZero();
        bench.inspect("--input", bench.path("out"), "--embedding", "X_pca_corrected")
                .succeeds("300 usable of 300 rows");
    }

    @Test
    void aPartitionedTableGivesAPartitionedTable() {
        bench.cells().write().format("delta").partitionBy("donor", "type").save(bench.path("cells"));
        bench.correct().succeeds();
        assertThat(folder.resolve("out/donor=a/type=T")).isDirectory();
        Dataset<Row> out = spark.read().format("delta").load(bench.path("out"));
        assertThat(out.drop("X_pca_corrected").except(bench.cells()).count()).isZero();
        assertThat(out.count()).isEqualTo(300);
    }

    @Test
    void deletedRowsStayDeletedWithDeletionVectors() {
        save(bench.cells(), "overwrite");
        sql("ALTER TABLE %s SET TBLPROPERTIES ('delta.enableDeletionVectors' = true)");
        sql("DELETE FROM %s WHERE cell % 10 = 3");
        assertThat(folder.resolve("cells").toFile().list()).anyMatch(name -> name.startsWith("deletion_vector"));
        bench.correct().succeeds();
        Dataset<Row> out = spark.read().format("delta").load(bench.path("out"));
        assertThat(out.count()).isEqualTo(270);
        assertThat(out.filter("cell % 10 = 3").count()).isZero();
    }

    @Test
    void renamedColumnsHaveTheirNewNamesWithColumnMapping() {
        save(bench.cells(), "overwrite");
        sql("ALTER TABLE %s SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name')");
        sql("ALTER TABLE %s RENAME COLUMN donor TO person");
        bench.correct("--batch", "person").succeeds();
        Dataset<Row> out = spark.read().format("delta").load(bench.path("out"));
        assertThat(out.columns()).contains("person", "X_pca_corrected").doesNotContain("donor");
        assertThat(out.filter("person = 'a'").count()).isEqualTo(100);
    }

    @Test
    void aTableThatIsNoneIsBadData() throws Exception {
        bench.save(bench.cells());
        Files.createDirectory(folder.resolve("cells/_delta_log"));
        bench.correct().fails(ExitCode.BAD_DATA, "cannot read the Delta tables " + bench.path("cells"), "Parquet");
        bench.requireNoOutput();
    }

    @Test
    void formatsAreNotMixed() {
        save(bench.cells(0, 150), "overwrite");
        String parquet = bench.save("more", bench.cells(150, 300));
        bench.correct("--input", bench.path("cells"), "--input", parquet)
                .fails(ExitCode.BAD_DATA, "several formats", parquet, bench.path("cells"));
    }

    /** The same cells corrected from Parquet, with their numbers. */
    private String corrected() {
        String plain = bench.save("plain", bench.cells());
        bench.correct("--input", plain, "--output", bench.path("out2")).succeeds();
        Dataset<Row> cells = spark.read().parquet(bench.path("out2")).select("cell", "X_pca_corrected");
        return bench.save("expected", cells);
    }

    private void save(Dataset<Row> cells, String mode) {
        cells.write().format("delta").mode(mode).save(bench.path("cells"));
    }

    private void sql(String statement) {
        spark.sql(statement.replace("%s", "delta.`" + bench.path("cells") + "`"));
    }
}
