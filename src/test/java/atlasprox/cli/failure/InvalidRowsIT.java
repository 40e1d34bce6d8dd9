package atlasprox.cli.failure;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.Workbench;
import atlasprox.read.table.Identifiers;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are no cells: counted, refused, dropped or passed as they are. */
@ExtendWith(SparkExtension.class)
class InvalidRowsIT {

    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
    }

    @Test
    void countsCellsOfAnotherLength() {
        bench.save(bench.cellsWith("X_pca", "IF(cell % 100 = 99, slice(X_pca, 1, 3), X_pca)"));
        bench.correct()
                .fails(
                        ExitCode.BAD_DATA,
                        "embedding 'X_pca' has cells of different lengths",
                        "297 of 300 rows have length 4",
                        "3 rows of length 3",
                        "mend or filter");
        bench.requireNoOutput();
    }

    @Test
    void countsEmptyEmbeddingsWhereverTheyStand() {
        bench.save(bench.cellsWith("X_pca", "IF(cell = 0, array(), X_pca)").coalesce(1));
        bench.correct()
                .fails(
                        ExitCode.BAD_DATA,
                        "embedding 'X_pca' has cells of different lengths",
                        "299 of 300 rows have length 4",
                        "1 row of length 0");
        bench.requireNoOutput();
    }

    @Test
    void refusesEmbeddingsThatAreAllEmpty() {
        bench.save(bench.cellsWith("X_pca", "slice(X_pca, 1, 0)"));
        bench.correct()
                .fails(ExitCode.BAD_DATA, "no cell with an embedding 'X_pca' of at least one dimension", "--embedding");
        bench.requireNoOutput();
    }

    @Test
    void refusesInvalidRowsAndCountsThemByReason() {
        bench.save(bench.broken());
        bench.correct()
                .fails(
                        ExitCode.BAD_DATA,
                        "5 of 300 rows cannot be corrected (embedding 'X_pca', batch 'donor')",
                        "1 row has no batch",
                        "2 rows, each of which has no embedding or a missing coordinate",
                        "2 rows, each of which has a coordinate that is NaN, infinite",
                        "--on-invalid drop",
                        "--on-invalid pass");
        bench.requireNoOutput();
    }

    @Test
    void dropsInvalidRowsWhenTold() {
        bench.save(bench.broken());
        bench.correct("--on-invalid", "drop", "--id", "cell")
                .succeeds("Warning: 5 of 300 rows were left out of the output");
        bench.requireCounts(300, 295, 0, 5, 295);
        assertThat(bench.summary().path("fingerprints").path("ids").asText())
                .isEqualTo(Identifiers.fingerprint(bench.output(), "cell"));
        assertThat(bench.output().count()).isEqualTo(295);
        assertThat(bench.output().filter("cell BETWEEN 1 AND 5").count()).isZero();
        assertThat(bench.output().filter("X_pca_corrected IS NULL").count()).isZero();
    }

    @Test
    void passesInvalidRowsAsTheyAreWhenTold() {
        bench.save(bench.broken());
        bench.correct("--on-invalid", "pass")
                .succeeds("Warning: 5 of 300 rows were written with their embedding as it");
        bench.requireCounts(300, 295, 5, 0, 300);
        requireUnchanged("X_pca_corrected <=> X_pca", 1, 2, 3, 4, 5);
    }

    @Test
    void passesInvalidRowsOfPrefixColumnsAsTheyAre() {
        bench.save(bench.cells()
                .selectExpr(
                        "cell",
                        "donor",
                        "IF(cell = 1, NULL, int(10 * X_pca[0])) AS PC_1",
                        "IF(cell = 2, float('Infinity'), X_pca[1]) AS PC_2",
                        "IF(cell = 3, 1e300D, double(X_pca[2])) AS PC_3"));
        bench.correct("--embedding", "PC_", "--on-invalid", "pass").succeeds();
        bench.requireCounts(300, 297, 3, 0, 300);
        requireUnchanged("PC_corrected_1 <=> PC_1 AND PC_corrected_2 <=> PC_2 AND PC_corrected_3 <=> PC_3", 1, 2, 3);
    }

    @Test
    void passesInvalidVectorsAsTheyAre() {
        bench.save(bench.cellsWith("X_pca", "IF(cell = 1, array(0f, float('NaN'), 0f, 0f), X_pca)")
                .withColumn("X_pca", org.apache.spark.ml.functions.array_to_vector(functions.col("X_pca")))
                .withColumn("X_pca", functions.expr("IF(cell = 2, NULL, X_pca)")));
        bench.correct("--on-invalid", "pass").succeeds();
        bench.requireCounts(300, 298, 2, 0, 300);
        requireUnchanged("string(X_pca_corrected) <=> string(X_pca)", 1, 2);
    }

    @Test
    void passesDoublesBeyondSinglePrecisionAsTheyAre() {
        bench.save(bench.cellsWith("X_pca", "transform(X_pca, x -> IF(cell = 1, 1e300D, double(x)))"));
        bench.correct()
                .fails(ExitCode.BAD_DATA, "1 row has a coordinate that is NaN, infinite or beyond single precision");
        bench.requireNoOutput();
        bench.correct("--on-invalid", "pass").succeeds();
        requireUnchanged("X_pca_corrected <=> X_pca", 1);
    }

    private void requireUnchanged(String condition, long... cells) {
        assertThat(bench.output()
                        .filter(condition)
                        .select("cell")
                        .orderBy("cell")
                        .collectAsList())
                .extracting(row -> row.getLong(0))
                .containsExactlyElementsOf(Arrays.stream(cells).boxed().toList());
    }

    @Test
    void refusesATableOfNothingButInvalidRows() {
        bench.save(bench.cellsWith("X_pca", "array(float('NaN'))"));
        bench.correct("--on-invalid", "drop")
                .fails(
                        ExitCode.BAD_DATA,
                        "none of the 300 rows is a usable cell",
                        "300 rows",
                        "NaN",
                        "--embedding X_pca");
        bench.requireNoOutput();
    }

    @Test
    void refusesATableWithoutRows() {
        bench.save(bench.cells().limit(0));
        bench.correct().fails(ExitCode.BAD_DATA, "no cell with an embedding 'X_pca'", "check that the input has rows");
        bench.requireNoOutput();
    }
}
