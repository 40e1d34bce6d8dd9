package atlasprox.cli.counts;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.Json;
import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.failure.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From counts to the corrected table in one command, and further cells by the models that it leaves. */
@ExtendWith(SparkExtension.class)
class CorrectCountsIT {
    private static final String COUNTS = "src/test/resources/counts/counts.h5ad";
    private static final String[] PCA = {"--genes", "100", "--dimension", "10"};
    private static final String[] FIT = {"--batch", "batch", "--label", "cell_type", "--rounds", "2"};

    @TempDir
    private Path folder;

    @Test
    void oneCommandDoesWhatTwoDoAndLeavesWhatFurtherCellsNeed(SparkSession spark) throws IOException {
        run(PCA, "embed", "--input", COUNTS, "--batch", "batch", "--output", path("embedded"))
                .succeeds("240 cells embedded");
        run(FIT, "correct", "--input", path("embedded"), "--id", "cell_id", "--output", path("two"))
                .succeeds("Corrected 240 of 240 cells");
        run(with(PCA, FIT), "correct", "--input", COUNTS, "--counts", "--output", path("one"))
                .succeeds("Corrected 240 of 240 cells");
        assertThat(cells(spark, "one")).isEqualTo(cells(spark, "two"));
        assertThat(spark.read().parquet(path("one")).columns())
                .containsExactly("cell_id", "batch", "cell_type", "X_pca", "X_pca_corrected");

        JsonNode made = summary("one").path("fromCounts");
        assertThat(made.path("layer").asText()).isEqualTo("X");
        assertThat(made.path("genesTaken").asInt()).isEqualTo(100);
        assertThat(made.path("settings").path("dimension").asInt()).isEqualTo(10);
        assertThat(made.path("batches").path("batch_0").path("depth").asDouble())
                .isPositive();
        assertThat(summary("two").path("fromCounts").isNull()).isTrue();
        String report = Files.readString(folder.resolve("one/_atlasprox/report.html"));
        assertThat(report).contains("Quality of the counts").contains("\"genesPerCell\":");
        assertThat(summary("one").path("scores").isObject()).isTrue();

        CommandLineRun.of("rerun", path("one"), "--output", path("again")).succeeds("same");
        run(
                        new String[0],
                        "apply",
                        "--input",
                        COUNTS,
                        "--counts",
                        "--model",
                        path("one/_atlasprox/model"),
                        "--output",
                        path("applied"))
                .succeeds("Corrected 240 of 240 cells");
        assertThat(cells(spark, "applied")).isEqualTo(cells(spark, "one"));
        CommandLineRun.of("rerun", path("applied"), "--output", path("applied-again"))
                .succeeds("same");
    }

    @Test
    void newBatchesAreAddedByTheirCounts(SparkSession spark) throws IOException {
        part(spark, "old", "batch <> 'batch_2'");
        part(spark, "new", "batch = 'batch_2'");
        run(with(PCA, FIT), "correct", "--input", path("old"), "--counts", "--output", path("first"))
                .succeeds("Corrected");
        String[] extend = {
            "extend", "--input", path("new"), "--counts", "--batch", "batch", "--output-model", path("model")
        };
        CommandLineRun.of(with(extend, "--model", path("first/_atlasprox/model"), "--output", path("second")))
                .succeeds("Corrected");
        assertThat(spark.read().parquet(path("second")).columns()).contains("X_pca", "X_pca_corrected");
        assertThat(summary("second").path("fromCounts").path("model").asText())
                .endsWith("first/_atlasprox/counts-model");
        CommandLineRun.of(
                        "apply",
                        "--input",
                        path("new"),
                        "--counts",
                        "--model",
                        path("model"),
                        "--output",
                        path("third"))
                .fails(ExitCode.BAD_DATA, "name one by --counts-model that embed --output-model saved");
        CommandLineRun.of(
                        "apply",
                        "--input",
                        path("new"),
                        "--counts",
                        "--counts-model",
                        path("first/_atlasprox/counts-model"),
                        "--model",
                        path("model"),
                        "--output",
                        path("third"))
                .succeeds("Corrected");
        assertThat(cells(spark, "third")).isEqualTo(cells(spark, "second"));
    }

    private void part(SparkSession spark, String name, String which) {
        Dataset<Row> cells = spark.read()
                .format("atlasprox.read.h5ad.H5adSource")
                .option("counts", "X")
                .load(COUNTS)
                .filter(which)
                .withColumnRenamed("X", "counts");
        cells.write().parquet(path(name));
    }

    @ParameterizedTest
    @CsvSource({"drop, 239, 239", "pass, 240, 239"})
    void cellsWithoutCountsAreToldOf(String onInvalid, long written, long corrected, SparkSession spark) {
        spark.read()
                .format("atlasprox.read.h5ad.H5adSource")
                .option("counts", "X")
                .load(COUNTS)
                .selectExpr("cell_id", "batch", "cell_type", "if(cell_id = 'cell_7', null, X) AS counts")
                .write()
                .parquet(path("some"));
        String[] correct = {"correct", "--input", path("some"), "--counts", "--output", path("out")};
        CommandLineRun.of(with(with(correct, FIT), PCA))
                .fails(ExitCode.BAD_DATA, "1 of 240 rows have no usable counts in 'counts': 1 row has no counts");
        CommandLineRun.of(with(with(with(correct, FIT), PCA), "--on-invalid", onInvalid))
                .succeeds("Corrected 239 of 240 cells");
        Dataset<Row> table = spark.read().parquet(path("out"));
        assertThat(table.count()).isEqualTo(written);
        assertThat(table.filter("X_pca_corrected is not null").count()).isEqualTo(corrected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--genes 50; --genes is about counts: give --counts with it",
                "--layer X; --layer is about counts: give --counts with it",
                "--counts --dimension 0; --dimension 0 is not allowed",
                "--counts --normalized --round-counts; say two things of the same values"
            })
    void wrongUsageIsToldBeforeAnyWork(String options, String message) {
        run(with(FIT, options.split(" ")), "correct", "--input", COUNTS, "--output", path("out"))
                .fails(ExitCode.USAGE, message);
    }

    @Test
    void anEmbeddingThatIsThereStays(SparkSession spark) {
        run(PCA, "embed", "--input", COUNTS, "--output", path("embedded")).succeeds("240 cells embedded");
        spark.read()
                .parquet(path("embedded"))
                .withColumnRenamed("X_pca", "counts")
                .withColumn("x_pca", functions.lit(1))
                .write()
                .parquet(path("both"));
        run(FIT, "correct", "--input", path("both"), "--counts", "--output", path("out"))
                .fails(ExitCode.BAD_DATA, "the table has a column 'x_pca' already; name another one by --embedding");
    }

    private List<Row> cells(SparkSession spark, String name) {
        return spark.read()
                .parquet(path(name))
                .orderBy("cell_id")
                .select("cell_id", "X_pca", "X_pca_corrected")
                .collectAsList();
    }

    private JsonNode summary(String name) throws IOException {
        return Json.tree(Files.readString(folder.resolve(name + "/_atlasprox/run.json")));
    }

    private static CommandLineRun run(String[] more, String... command) {
        return CommandLineRun.of(with(command, more));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String[] with(String[] some, String... more) {
        return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
