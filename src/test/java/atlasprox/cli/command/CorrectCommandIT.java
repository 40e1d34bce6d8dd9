package atlasprox.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job: what it writes, for tables of every form. */
@ExtendWith(SparkExtension.class)
class CorrectCommandIT {
    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
    }

    @Test
    void writesCellsModelSummaryAndReport() {
        bench.save(bench.cells());
        bench.correct("--solver", "adam", "--rounds", "3", "--label", "type", "--id", "cell")
                .succeeds(
                        "Corrected 300 of 300 cells in 3 batches by scbatchprox",
                        "column X_pca_corrected",
                        bench.path("out") + "/_atlasprox/run.json",
                        bench.path("out") + "/_atlasprox/model",
                        bench.path("out") + "/_atlasprox/report.html");
        assertThat(bench.output().columns()).containsExactly("cell", "donor", "type", "X_pca", "X_pca_corrected");
        assertThat(bench.text("out/_atlasprox/report.html")).isNotBlank();
        assertThat(bench.read("out/_atlasprox/model/data/adapters").count()).isEqualTo(3);
        bench.requireNothingUnfinished();
    }

    @Test
    void tellsInTheSummaryWhatWasDone() {
        String input = bench.save(bench.cells());
        bench.correct("--rounds", "3", "--mu", "0.5", "--seed", "7", "--label", "type", "--id", "cell")
                .succeeds();
        JsonNode run = bench.summary();
        assertThat(run.path("command").asText()).isEqualTo("correct");
        assertThat(run.path("atlasprox").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(Instant.parse(run.path("started").asText())).isBefore(Instant.now());
        assertThat(run.path("seconds").asDouble()).isPositive();
        assertThat(run.path("input")).extracting(JsonNode::asText).containsExactly(input);
        assertThat(run.path("embedding").asText()).isEqualTo("X_pca");
        assertThat(run.path("outputEmbedding").asText()).isEqualTo("X_pca_corrected");
        assertThat(run.path("batch")).extracting(JsonNode::asText).containsExactly("donor");
        assertThat(run.path("label").asText()).isEqualTo("type");
        assertThat(run.path("id").asText()).isEqualTo("cell");
        assertThat(run.path("output").asText()).endsWith("/out");
        assertThat(run.path("settings").path("mu").asDouble()).isEqualTo(0.5);
        assertThat(run.path("settings").path("seed").asLong()).isEqualTo(7);
        assertThat(run.path("settings").path("solver").asText()).isEqualTo("moments");
        assertThat(run.path("fit").path("dimension").asInt()).isEqualTo(4);
        assertThat(run.path("fit").path("fingerprint").asText()).matches("[0-9a-f]{16}");
        assertThat(run.path("fit").path("batches").findValuesAsText("batch")).containsExactly("a", "b", "c");
        assertThat(run.path("fit").path("batches").findValuesAsText("cells")).containsExactly("100", "100", "100");
        assertThat(run.path("fit").path("trace").findValuesAsText("round")).containsExactly("1", "2", "3");
        assertThat(run.path("warnings")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"adam", "moments"})
    void correctsByEitherSolver(String solver) {
        bench.save(bench.cells());
        bench.correct("--solver", solver, "--rounds", "2").succeeds();
        assertThat(changedCells()).isEqualTo(Workbench.CELLS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"adam", "moments"})
    void runsWithoutTheProximalTerm(String solver) {
        bench.save(bench.cells());
        bench.correct("--solver", solver, "--mu", "0", "--rounds", "2").succeeds();
        assertThat(changedCells()).isEqualTo(Workbench.CELLS);
        assertThat(bench.summary().path("settings").path("mu").asDouble()).isZero();
    }

    @Test
    void alignsByDefault() {
        bench.save(bench.cells());
        bench.correct("--method", "aligned", "--label", "type")
                .succeeds("Corrected 300 of 300 cells in 3 batches by aligned");
        assertThat(changedCells()).isEqualTo(Workbench.CELLS);
        assertThat(bench.summary().path("fit").path("trace")).hasSize(8);
        assertThat(bench.summary().path("settings").path("start").asText()).isEqualTo("auto");
        JsonNode last = bench.summary().path("fit").path("trace").get(7);
        assertThat(last.path("preserved").asDouble()).isBetween(0.0, 1.0);
        assertThat(last.path("clientPreserved")).hasSize(3);
        assertThat(last.path("separation").asDouble()).isBetween(0.0, 1.0);
    }

    @Test
    void correctsForSeveralColumnsAndLeavesALevelOfStrengthZeroUntouched() {
        bench.save(bench.cells());
        bench.correct("--method", "aligned", "--batch", "donor,type", "--strength", "donor:a=0,type=0.5")
                .succeeds("Corrected 300 of 300 cells in 6 batches by aligned");
        assertThat(bench.output()
                        .filter("donor = 'a' and X_pca != X_pca_corrected")
                        .count())
                .isZero();
        assertThat(changedCells()).isEqualTo(200);
    }

    /** Each donor lacks the one of four groups that another has, so the rounds find no rest. */
    @Test
    void saysInWhichRoundsTheObjectiveRoseAndDoesNotStopThere() {
        bench.save(bench.cellsWith(
                "X_pca",
                "transform(sequence(0, 3), j -> float(sin(cell * (j + 1.7)) + (cell % 3 - 1) * 3 * (j - 1)"
                        + " + IF(cell % 4 = j AND cell % 4 != cell % 3, 10, 0)))"));
        CommandLineRun run = bench.correct(
                        "--method",
                        "aligned",
                        "--start",
                        "none",
                        "--gap-limit",
                        "1000",
                        "--prototypes",
                        "4",
                        "--rounds",
                        "20",
                        "--tolerance",
                        "0.01")
                .succeeds("Warning: The objective rose in round");
        JsonNode trace = bench.summary().path("fit").path("trace");
        assertThat(trace.size()).isGreaterThan(9);
        for (int i = 1; i < trace.size(); i++) {
            double change = trace.get(i).path("objective").asDouble()
                    - trace.get(i - 1).path("objective").asDouble();
            assertThat(trace.get(i).path("rose").asBoolean()).isEqualTo(change > 0);
        }
        String warning = bench.summary().path("warnings").get(0).asText();
        assertThat(run.out()).contains("Warning: " + warning);
    }

    @Test
    void tellsHowManyCellsWereFittedOn() {
        bench.save(bench.cells());
        CommandLineRun run = bench.correct("--method", "aligned", "--max-fit-cells", "60", "--false-alarms", "1");
        JsonNode fit = bench.summary().path("fit");
        long fitted = fit.path("fitted").asLong();
        run.succeeds("Corrected 300 of 300 cells in 3 batches by aligned, fitted on " + fitted + " cells");
        assertThat(fitted).isBetween(30L, 90L);
        assertThat(fit.path("batches")).hasSize(3).allSatisfy(batch -> {
            assertThat(batch.path("cells").asLong()).isEqualTo(100);
            assertThat(batch.path("fitted").asLong()).isBetween(5L, 40L);
        });
        assertThat(fit.path("batches").findValues("fitted").stream()
                        .mapToLong(JsonNode::asLong)
                        .sum())
                .isEqualTo(fitted);
        assertThat(bench.summary().path("settings").path("maxFitCells").asLong())
                .isEqualTo(60);
        assertThat(changedCells()).isEqualTo(Workbench.CELLS);
    }

    @Test
    void aligningASingleBatchLeavesEveryBit() {
        bench.save(bench.cells().filter("donor = 'a'"));
        bench.correct("--method", "aligned").succeeds("Warning", "nothing to align");
        assertThat(changedCells()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"adam", "moments"})
    void leavesEveryBitUnderTheIdentityRegularizer(String solver) {
        bench.save(bench.cellsWith("X_pca", "transform(X_pca, (x, j) -> IF(j = 1, float('-0.0'), x))"));
        bench.correct("--solver", solver, "--regularizer", "identity", "--rounds", "2")
                .succeeds();
        for (Row row : bench.output("X_pca", "X_pca_corrected")) {
            assertThat(bits(row.getList(1))).isEqualTo(bits(row.getList(0)));
        }
    }

    @Test
    void givesTheSameBytesInAnyRowOrderAndNumberOfFiles() {
        bench.save(bench.cells());
        bench.save(
                "shuffled",
                bench.read("cells")
                        .orderBy(functions.xxhash64(functions.col("cell")))
                        .coalesce(1));
        bench.save("seven", bench.read("cells").repartition(7, functions.expr("hash(cell, 1)")));
        List<List<Integer>> expected = null;
        for (String input : List.of("cells", "shuffled", "seven")) {
            bench.correct("--input", bench.path(input), "--solver", "adam", "--rounds", "2", "--overwrite")
                    .succeeds();
            List<List<Integer>> corrected = bench.output("X_pca_corrected").stream()
                    .map(row -> bits(row.getList(0)))
                    .toList();
            expected = expected == null ? corrected : expected;
            assertThat(corrected).isEqualTo(expected);
        }
        assertThat(bench.read("shuffled").inputFiles()).hasSize(1);
        assertThat(bench.read("cells").inputFiles()).hasSize(2);
        assertThat(bench.read("seven").inputFiles()).hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_out", ".out", "out=1", "new/deep/out", "two words"})
    void writesToFoldersOfAnyName(String output) {
        bench.save(bench.cells());
        bench.correct("--output", bench.path(output)).succeeds();
        assertThat(folder.resolve(output).resolve("_atlasprox/run.json")).isRegularFile();
        bench.requireNothingUnfinished();
    }

    @Test
    void readsSeveralInputs() {
        bench.save("first", bench.cells(0, 100));
        bench.save("second", bench.cells(100, 300));
        bench.correct("--input", bench.path("first"), "--input", bench.path("second"))
                .succeeds("Corrected 300 of 300 cells");
    }

    @Test
    void readsASingleFile() throws IOException {
        Path file = bench.saveFile("one.parquet", bench.cells());
        bench.correct("--input", file.toString()).succeeds("Corrected 300 of 300 cells");
    }

    @Test
    void doesNotMixUpCombinationsOfSeveralBatchColumns() {
        bench.save(bench.cellsWith("donor", "element_at(array('x|y', 'x', 'x\\\\', 'x'), int(cell % 4) + 1)")
                .withColumn(
                        "plate", functions.expr("element_at(array('z', 'y|z', '|z', '\\\\|z'), int(cell % 4) + 1)")));
        bench.correct("--batch", "donor,plate").succeeds("in 4 batches");
        assertThat(bench.batches()).containsExactlyInAnyOrder("x\\|y|z", "x|y\\|z", "x\\\\|\\|z", "x|\\\\\\|z");
        bench.correct("--batch", "donor", "--batch", "plate", "--overwrite").succeeds("in 4 batches");
    }

    @ParameterizedTest
    @CsvSource({
        "int(cell % 3), 0, 1, 2",
        "cell % 3 = 0, false, true,",
        "date_add(DATE'2024-01-01'; int(cell % 2)), 2024-01-01, 2024-01-02,"
    })
    void takesNumbersTruthValuesAndDatesForBatches(String expression, String first, String second, String third) {
        bench.save(bench.cellsWith("donor", expression.replace(';', ',')));
        bench.correct().succeeds();
        assertThat(bench.batches())
                .containsExactlyElementsOf(Stream.of(first, second, third)
                        .filter(batch -> batch != null)
                        .toList());
    }

    @Test
    void doesNotReadItsOwnFilesAsCells() throws IOException {
        bench.save(bench.cells());
        bench.correct().succeeds();
        assertThat(Files.isDirectory(folder.resolve("out/_atlasprox/model"))).isTrue();
        bench.correct("--input", bench.path("out"), "--output", bench.path("again"), "--embedding", "X_pca_corrected")
                .succeeds("Corrected 300 of 300 cells", "column X_pca_corrected_corrected");
    }

    private long changedCells() {
        return bench.output().filter("X_pca != X_pca_corrected").count();
    }

    private static List<Integer> bits(List<Float> values) {
        return values.stream().map(Float::floatToRawIntBits).toList();
    }
}
