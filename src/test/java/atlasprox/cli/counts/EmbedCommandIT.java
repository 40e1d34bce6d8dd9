package atlasprox.cli.counts;

import static org.apache.spark.ml.functions.vector_to_array;
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

/** From counts to an embedding on the command line. */
@ExtendWith(SparkExtension.class)
class EmbedCommandIT {
    private static final String COUNTS = "src/test/resources/counts/counts.h5ad";

    @TempDir
    private Path folder;

    @Test
    void countsBecomeAnEmbeddingThatCorrectTakesAndFurtherCellsGet(SparkSession spark) throws IOException {
        embed("--output", path("out"), "--output-model", path("model"), "--batch", "batch", "--genes", "100")
                .succeeds("240 cells embedded by 100 of 400 genes");
        Dataset<Row> table = spark.read().parquet(path("out"));
        assertThat(table.columns()).containsExactly("cell_id", "batch", "cell_type", "X_pca");
        assertThat(table.selectExpr("size(X_pca)").distinct().first().getInt(0)).isEqualTo(30);
        JsonNode run = Json.tree(Files.readString(folder.resolve("out/_atlasprox/run.json")))
                .path("fromCounts");
        assertThat(run.path("genesTaken").asInt()).isEqualTo(100);
        assertThat(run.path("share").get(0).asDouble()).isBetween(0.02, 0.5);
        assertThat(run.path("batches").path("batch_0").path("depth").asDouble()).isPositive();

        embed("--output", path("again"), "--model", path("model")).succeeds("240 cells embedded by 100 of 400 genes");
        assertThat(coordinates(spark, "again")).isEqualTo(coordinates(spark, "out"));

        CommandLineRun.of(
                        "correct",
                        "--input",
                        path("out"),
                        "--embedding",
                        "X_pca",
                        "--batch",
                        "batch",
                        "--rounds",
                        "1",
                        "--output",
                        path("corrected"))
                .succeeds("Corrected 240 of 240 cells");
        CommandLineRun.of("embed", "--input", path("out"), "--layer", "X_pca", "--output", path("twice"))
                .fails(
                        ExitCode.BAD_DATA,
                        "the table has a column 'X_pca' already; name another one by --output-column");
    }

    private List<Row> coordinates(SparkSession spark, String name) {
        return spark.read()
                .parquet(path(name))
                .orderBy("cell_id")
                .select("cell_id", "X_pca")
                .collectAsList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--genes -1; --genes -1 is not allowed: how many highly variable genes to take, 0 for all, at least 0",
                "--dimension 0; --dimension 0 is not allowed: the number of components, at least 1",
                "--gene-flavor cell_ranger; --gene-flavor cell_ranger is not allowed: how variable genes are told",
                "--method umap; --method umap is not allowed: pca or scfedvi",
                "--on-invalid keep; --on-invalid keep is not allowed: fail, drop or pass",
                "--normalized --gene-flavor seurat_v3; --normalized leaves no counts for --gene-flavor seurat_v3",
                "--normalized --round-counts; say two things of the same values",
                "--model a --output-model b; give one of the two"
            })
    void wrongUsageIsToldBeforeAnyWork(String options, String message) {
        embed(with(options.split(" "), "--output", path("out"))).fails(ExitCode.USAGE, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--layer none; has no 'layers/none'; the layers that it has are [X, raw, by_gene, dense, log]",
                "--layer log; it looks as if they were normalised already",
                "--gene-id none; 'var' has no column 'none'; its columns are [symbol]",
                "--batch none; no batch column 'none'",
                "--genes 20 --dimension 21; 21 components cannot be found in 20 genes of 240 cells; set --dimension to at most 20"
            })
    void whatCannotBeDoneSaysWhy(String options, String message) {
        embed(with(options.split(" "), "--output", path("out"))).fails(ExitCode.BAD_DATA, message);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"drop, 239", "pass, 240"})
    void cellsWithoutCountsAreToldOf(String onInvalid, long written, SparkSession spark) {
        save(spark, "if(cell_id = 'cell_7', array_repeat(0.0D, 400), counts)");
        String[] input = {"--input", path("some"), "--genes", "50", "--output", path("out")};
        CommandLineRun.of(with(new String[] {"embed"}, input))
                .fails(
                        ExitCode.BAD_DATA,
                        "1 of 240 rows have no usable counts in 'counts': 1 row has counts of 0 alone");
        CommandLineRun.of(with(new String[] {"embed", "--on-invalid", onInvalid}, input))
                .succeeds("239 cells embedded");
        assertThat(spark.read().parquet(path("out")).count()).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "transform(counts, x -> if(x = 5, -5.0D, x)); rows, each of which has a count below 0",
                "transform(counts, x -> if(x = 5, double('NaN'), x)); rows, each of which has a count that is NaN or infinite",
                "if(cell_type = 'type_0', null, counts); rows, each of which has no counts"
            })
    void whatIsNoCountIsRefused(String counts, String message, SparkSession spark) {
        save(spark, counts);
        CommandLineRun.of("embed", "--input", path("some"), "--output", path("out"))
                .fails(ExitCode.BAD_DATA, message);
    }

    /** The cells of the fixture with a column of arrays. */
    private void save(SparkSession spark, String counts) {
        spark.read()
                .format("atlasprox.read.h5ad.H5adSource")
                .option("counts", "layers/dense")
                .load(COUNTS)
                .withColumn("counts", vector_to_array(functions.col("`layers/dense`"), "float64"))
                .drop("layers/dense")
                .withColumn("counts", functions.expr(counts))
                .write()
                .parquet(path("some"));
    }

    private CommandLineRun embed(String... options) {
        return CommandLineRun.of(with(new String[] {"embed", "--input", COUNTS}, options));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String[] with(String[] some, String... more) {
        return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
