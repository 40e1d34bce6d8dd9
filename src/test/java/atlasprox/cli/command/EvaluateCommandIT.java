package atlasprox.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.Json;
import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import atlasprox.cli.failure.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

/** Scores of several embeddings side by side, for people and for programs. */
@ExtendWith(SparkExtension.class)
class EvaluateCommandIT {
    private static final String CENTRED =
            "transform(X_pca, (x, j) -> float(x - (case donor when 'a' then 0 when 'b' then 1 else 2 end) * j))";

    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
    }

    @Test
    void showsAnEmbeddingBesideItsCorrectedOne() {
        bench.save(corrected());
        CommandLineRun run = bench.evaluate()
                .succeeds(
                        "Scores of 300 cells in 3 batches, 300 with one of 2 labels",
                        "Bio conservation",
                        "Batch correction",
                        "Total (0.6, 0.4)",
                        "Held-out F1",
                        "Preserved structure");
        assertThat(run.out())
                .containsPattern("\\n +X_pca  X_pca_corrected\\n")
                .containsPattern("PCR comparison +0\\.000 +1\\.000\\n")
                .containsPattern("Preserved structure +1\\.000 +1\\.000")
                .doesNotContain("Note:");
        assertThat(folder.toFile().list()).containsExactly("cells");
    }

    @Test
    void writesJsonAndCsvOfTheSameValues() throws IOException {
        bench.save(corrected());
        String json = bench.path("scores.json");
        String csv = bench.path("scores.csv");
        bench.evaluate("--profile", "paper", "--json", json, "--csv", csv).succeeds("profile paper");
        JsonNode found = Json.tree(Files.readString(Path.of(json)));
        assertThat(found.path("profile").asText()).isEqualTo("paper");
        assertThat(found.path("scored").asInt()).isEqualTo(300);
        assertThat(found.path("embeddings").findValuesAsText("embedding")).containsExactly("X_pca", "X_pca_corrected");
        JsonNode after = found.path("embeddings").path(1);
        assertThat(after.path("total").asDouble())
                .isCloseTo(
                        0.6 * after.path("bio").asDouble()
                                + 0.4 * after.path("batch").asDouble(),
                        within(1e-12));
        assertThat(after.path("batches").findValuesAsText("name")).containsExactly("a", "b", "c");
        assertThat(after.path("batches").path(0).path("moved").asDouble()).isZero();
        assertThat(after.path("batches").path(2).path("moved").asDouble()).isGreaterThan(1.0);
        List<String> lines = Files.readAllLines(Path.of(csv));
        assertThat(lines).hasSize(3);
        String[] head = lines.get(0).split(",");
        String[] row = lines.get(2).split(",");
        for (int column = 1; column < head.length - 3; column++) {
            assertThat(Double.parseDouble(row[column]))
                    .as(head[column])
                    .isEqualTo(after.path("metrics").path(head[column]).asDouble());
        }
        assertThat(Double.parseDouble(row[head.length - 1]))
                .isEqualTo(after.path("total").asDouble());
    }

    @Test
    void writesAPageOfTheScores() throws IOException {
        bench.save(corrected());
        Path page = folder.resolve("scores.html");
        bench.evaluate("--report", page.toString()).succeeds("Total");
        assertThat(page).content().contains("X_pca_corrected", "Graph connectivity", "evaluate", "</html>");
    }

    @Test
    void doesNotDependOnTheOrderOfRowsOrPartitions() {
        bench.save(corrected());
        bench.save("mixed", corrected().orderBy(functions.expr("hash(cell)")).repartition(7));
        String[] sampled = {"--json", "-", "--profile", "paper", "--max-cells", "200"};
        JsonNode one = Json.tree(bench.evaluate(sampled).succeeds().out());
        String[] mixed = {"--json", "-", "--profile", "paper", "--max-cells", "200", "--input", bench.path("mixed")};
        JsonNode other = Json.tree(bench.evaluate(mixed).succeeds().out());
        assertThat(one.path("embeddings")).isNotEmpty().isEqualTo(other.path("embeddings"));
    }

    @Test
    void drawsASampleOfEveryBatchAndLabel() {
        bench.save(bench.cells(0, 3_000).withColumn("type", functions.expr("if(cell < 12, 'rare', type)")));
        JsonNode found = Json.tree(
                bench.evaluate("--max-cells", "300", "--json", "-").succeeds().out());
        assertThat(found.path("cells").asInt()).isEqualTo(3_000);
        assertThat(found.path("scored").asInt()).isBetween(297, 306);
        assertThat(found.path("labels").asInt()).isEqualTo(3);
        assertThat(found.path("notes").toString()).contains("of 3,000 cells", "by batch and label", "seed");
    }

    @Test
    void drawsFromCellsThatAreAllAlike() {
        bench.save(bench.cells(0, 3_000).withColumn("X_pca", functions.expr("array(float(0), float(0))")));
        JsonNode found = Json.tree(
                bench.evaluate("--max-cells", "300", "--json", "-").succeeds().out());
        assertThat(found.path("scored").asInt()).isBetween(297, 306);
        assertThat(found.path("batches").asInt()).isEqualTo(3);
    }

    @Test
    void refusesLabelsThatAreIdentifiers() {
        bench.save(bench.cells());
        bench.evaluate("--label", "cell", "--max-cells", "100")
                .fails(ExitCode.BAD_DATA, "300 pairs of batch and label, more than --max-cells 100", "--label");
    }

    @Test
    void theCommonestLengthCountsWhereverTheOddRowLies() {
        bench.save(bench.cells()
                .withColumn("X_pca", functions.expr("if(cell = 0, array(float(1)), X_pca)"))
                .coalesce(1));
        bench.evaluate().succeeds("Scores of 299 cells", "Note: 1 of 300 rows");
    }

    @Test
    void refusesFilesThatCannotBe() {
        bench.save(bench.cells());
        bench.evaluate("--report", "-").fails(ExitCode.USAGE, "--report");
        String same = bench.path("scores");
        bench.evaluate("--json", same, "--csv", same).fails(ExitCode.USAGE, "name the same file");
    }

    @Test
    void countsWhatItLeavesOut() {
        bench.save(bench.cells()
                .withColumn("type", functions.expr("if(cell % 10 = 0, null, type)"))
                .withColumn("donor", functions.expr("if(cell = 7, null, donor)"))
                .withColumn("X_pca", functions.expr("if(cell = 8, transform(X_pca, x -> float('NaN')), X_pca)")));
        bench.evaluate()
                .succeeds(
                        "Scores of 298 cells in 3 batches, 268 with one of 2 labels",
                        "Note: 2 of 300 rows have no batch or no finite embedding and were not scored.",
                        "Note: 30 of 298 scored cells have no label");
    }

    @Test
    void aLabelThatIsNotANumberIsNone() {
        bench.save(
                bench.cells().withColumn("type", functions.expr("if(cell % 3 = 0, double('NaN'), double(cell % 2))")));
        bench.evaluate().succeeds("200 with one of 2 labels", "Note: 100 of 300 scored cells have no label");
    }

    @Test
    void scoresWithoutLabelsWhatNeedsNone(SparkSession spark) {
        bench.save(corrected());
        CommandLineRun run = CommandLineRun.of("evaluate", "--input", bench.path("cells"), "--batch", "donor")
                .succeeds(
                        "Note: No label column was given",
                        "Note: No score of batch correction, and no total, for X_pca,");
        assertThat(run.out())
                .containsPattern("iLISI +\\d")
                .containsPattern("cLISI +- +-\\n")
                .containsPattern("X_pca_corrected against X_pca: iLISI from 0\\.\\d+ to 0\\.\\d+,");
        requireNoTotals(run.out());
    }

    /** Graph connectivity alone would pass for the score of batch correction. */
    @Test
    void aSingleBatchHasNoScoreOfBatchCorrection() throws IOException {
        bench.save(corrected().filter("donor = 'a'"));
        Path csv = folder.resolve("scores.csv");
        Path page = folder.resolve("scores.html");
        CommandLineRun run = bench.evaluate("--csv", csv.toString(), "--report", page.toString())
                .succeeds(
                        "Note: There is a single batch",
                        "Note: No score of batch correction, and no total, for X_pca, X_pca_corrected: no value for BRAS,");
        assertThat(run.out()).containsPattern("Graph connectivity +\\d").containsPattern("KMeans NMI +\\d");
        requireNoTotals(run.out());
        assertThat(Files.readAllLines(csv)).hasSize(3).last().asString().endsWith(",,,");
        assertThat(page).content().contains("No score of batch correction, and no total");
        JsonNode found = Json.tree(bench.evaluate("--json", "-").succeeds().out());
        assertThat(found.path("embeddings")).allSatisfy(scores -> {
            assertThat(scores.path("batch").isNull()).isTrue();
            assertThat(scores.path("total").isNull()).isTrue();
            assertThat(scores.path("metrics").path("Graph connectivity").isNumber())
                    .isTrue();
        });
    }

    @Test
    void aSingleLabelHasNoScoreOfEither() {
        bench.save(corrected().withColumn("type", functions.lit("T")));
        CommandLineRun run = bench.evaluate()
                .succeeds("Note: There is a single label", "Note: No score of bio conservation, and no total, for");
        assertThat(run.out()).containsPattern("iLISI +\\d");
        requireNoTotals(run.out());
    }

    /** No label is in two batches, so nothing tells whether batches are mixed within labels. */
    @Test
    void labelsThatNoTwoBatchesShareLeaveNoScoreOfBatchCorrection() {
        bench.save(corrected().withColumn("type", functions.expr("concat(donor, type)")));
        CommandLineRun run = bench.evaluate().succeeds("no value for BRAS, KBET");
        assertThat(run.out())
                .containsPattern("(?m)^Bio conservation +\\d")
                .containsPattern("(?m)^Batch correction +- +-$")
                .containsPattern("(?m)^Total \\(0\\.6, 0\\.4\\) +- +-$");
    }

    private static void requireNoTotals(String said) {
        assertThat(said)
                .containsPattern("(?m)^Bio conservation +- +-$")
                .containsPattern("(?m)^Batch correction +- +-$")
                .containsPattern("(?m)^Total \\(0\\.6, 0\\.4\\) +- +-$");
    }

    @ParameterizedTest
    @CsvSource({
        "2, --profile, harmony, scib | paper | cumulative",
        "2, --max-cells, -1, at least 1",
        "2, --json, none/scores.json, there is no folder",
        "3, --embedding, X_umap, no embedding 'X_umap'",
        "3, --batch, lane, no batch column 'lane'",
        "3, --label, kind, no column 'kind'"
    })
    void refusesWhatItCannotDo(int code, String option, String value, String words) {
        bench.save(bench.cells());
        bench.evaluate(option, value).fails(code, words);
    }

    @Test
    void replacesAFileOnlyIfTold() throws IOException {
        bench.save(bench.cells());
        Path csv = folder.resolve("scores.csv");
        bench.evaluate("--csv", csv.toString(), "--embedding", "X_pca").succeeds();
        String former = Files.readString(csv);
        bench.evaluate("--csv", csv.toString(), "--seed", "3").fails(ExitCode.USAGE, "exists", "--csv");
        assertThat(csv).hasContent(former);
        bench.evaluate("--csv", csv.toString(), "--profile", "paper", "--overwrite")
                .succeeds();
        assertThat(csv).content().startsWith("Embedding,").isNotEqualTo(former);
    }

    @Test
    void correctScoresWhatItDid() throws IOException {
        bench.save(bench.cells());
        bench.correct("--label", "type", "--method", "aligned", "--prototypes", "5")
                .succeeds("Scores of 300 cells", "X_pca_corrected", "report");
        JsonNode scores = bench.summary().path("scores");
        assertThat(scores.path("embeddings").findValuesAsText("embedding")).containsExactly("X_pca", "X_pca_corrected");
        assertThat(folder.resolve("out/_atlasprox/scores.csv")).content().contains("X_pca_corrected");
        JsonNode evaluated = Json.tree(bench.evaluate("--input", bench.path("out"), "--json", "-")
                .succeeds()
                .out());
        assertThat(evaluated.path("embeddings")).isEqualTo(scores.path("embeddings"));
        assertThat(bench.correct("--label", "type", "--score", "false", "--overwrite")
                        .succeeds()
                        .out())
                .doesNotContain("Scores of");
    }

    /** The donors' means are taken off, so nothing within them changes. */
    private Dataset<Row> corrected() {
        return bench.cells().withColumn("X_pca_corrected", functions.expr(CENTRED));
    }
}
