package atlasprox.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import atlasprox.cli.failure.ExitCode;
import atlasprox.read.CellSources;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An export in the form of the CELLxGENE Census, as pyarrow writes it ({@code src/test/python/make_census_fixture.py}): 222 cells of three data
 * sets, of which 18 have an embedding of NaN and 8 none, among them all 12 of the third data set.
 */
@ExtendWith(SparkExtension.class)
class CensusIT {
    private static final String NO_EMBEDDING = "(scvi IS NULL OR exists(scvi, x -> isnan(x)))";

    @TempDir
    private Path folder;

    private SparkSession spark;
    private Workbench bench;
    private String export;

    @BeforeEach
    void makeWorkbench(SparkSession session) throws URISyntaxException {
        spark = session;
        bench = new Workbench(spark, folder);
        URL resource = Objects.requireNonNull(getClass().getResource("/census"));
        export = Path.of(resource.toURI()).toString();
    }

    @ParameterizedTest
    @CsvSource({"pass, 26, 0, 222", "drop, 0, 26, 196"})
    void correctsTheCellsThatHaveAnEmbedding(String onInvalid, long unchanged, long dropped, long written) {
        correct("--on-invalid", onInvalid)
                .succeeds(
                        "Corrected 196 of 222 cells in 4 batches by aligned",
                        "1 of 4 batches have no usable cell: '9d8e5dca-03a3-457d-b7fb-844c75735c83|Smart-seq2'");
        requireCounts(unchanged, dropped, written);
        Dataset<Row> output = read(bench.path("out"));
        Dataset<Row> expected =
                onInvalid.equals("pass") ? read(export) : read(export).filter("NOT " + NO_EMBEDDING);
        assertThat(fingerprints(output, expected.columns())).isEqualTo(fingerprints(expected, expected.columns()));
        assertThat(output.select("soma_joinid").distinct().count()).isEqualTo(written);
        assertThat(output.filter(NO_EMBEDDING).count()).isEqualTo(unchanged);
        assertThat(output.filter(NO_EMBEDDING + " AND NOT scvi <=> scvi_corrected")
                        .count())
                .isZero();
        assertThat(output.filter("NOT " + NO_EMBEDDING + " AND exists(scvi_corrected, x -> isnan(x))")
                        .count())
                .isZero();
        assertThat(output.filter("scvi != scvi_corrected").count()).isEqualTo(196);
    }

    @Test
    void refusesCellsWithoutAnEmbeddingUnlessTold() {
        correct()
                .fails(
                        ExitCode.BAD_DATA,
                        "26 of 222 rows cannot be corrected",
                        "8 rows, each of which has no embedding",
                        "18 rows, each of which has a coordinate that is NaN");
        bench.requireNoOutput();
    }

    @Test
    void keepsTheFoldersOfDataSets() throws IOException {
        correct("--on-invalid", "pass").succeeds();
        try (Stream<Path> folders = Files.list(Path.of(export))) {
            assertThat(folders.toList()).hasSize(3).allSatisfy(dataset -> assertThat(
                            folder.resolve("out").resolve(dataset.getFileName()))
                    .isDirectoryContaining("glob:**.parquet"));
        }
    }

    /** Categories that no cell has are no batches, and a bar within a value separates nothing. */
    @Test
    void takesBatchesFromValuesOfSeveralTerms() {
        correctBy("donor_id,disease", "--on-invalid", "drop").succeeds();
        List<String> batches = bench.summary().path("fit").path("batches").findValuesAsText("batch");
        assertThat(batches)
                .hasSize(15)
                .contains("007|normal", "Zoë|COVID-19", "D3 \\|\\| D4|COVID-19 \\|\\| type 2 diabetes mellitus")
                .noneMatch(batch -> batch.contains("left out") || batch.contains("influenza"));
    }

    private CommandLineRun correct(String... arguments) {
        return correctBy("dataset_id,assay", arguments);
    }

    private CommandLineRun correctBy(String batch, String... arguments) {
        List<String> line = new ArrayList<>(
                List.of("--input", export, "--embedding", "scvi", "--method", "aligned", "--batch", batch));
        line.addAll(List.of(arguments));
        return bench.correct(line.toArray(String[]::new));
    }

    private void requireCounts(long unchanged, long dropped, long written) {
        JsonNode counts = bench.counts();
        assertThat(List.of(
                        counts.path("read").asLong(), counts.path("corrected").asLong()))
                .containsExactly(222L, 196L);
        assertThat(counts.path("unchanged").asLong()).isEqualTo(unchanged);
        assertThat(counts.path("dropped").asLong()).isEqualTo(dropped);
        assertThat(counts.path("written").asLong()).isEqualTo(written);
    }

    private Dataset<Row> read(String path) {
        return CellSources.open(spark, List.of(path), Optional.empty()).rows();
    }

    /** Every column of every row, NaN, missing values and all. */
    private static List<String> fingerprints(Dataset<Row> table, String... columns) {
        Column[] all = Arrays.stream(columns).map(functions::col).toArray(Column[]::new);
        return table.orderBy("soma_joinid").select(all).toJSON().collectAsList();
    }
}
