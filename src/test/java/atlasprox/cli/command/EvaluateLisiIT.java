package atlasprox.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.GoldenData;
import atlasprox.Json;
import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import atlasprox.synth.SynthTable;
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

/** The profile of unscaled LISI, in all forms of output. */
@ExtendWith(SparkExtension.class)
class EvaluateLisiIT {
    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
    }

    /** Of cells that synth draws, in the values that harmonypy has of them. */
    @Test
    void unscaledLisiIsHarmonypys(SparkSession spark) {
        JsonNode golden = GoldenData.json("lisi.json");
        bench.save(SynthTable.create(spark, GoldenData.synth(golden))
                .withColumn("cell_type", functions.expr("if(int(right(cell_id, 8)) % 7 > 0, cell_type, null)")));
        String[] line = {
            "--profile",
            "lisi",
            "--embedding",
            "X_pca,X_truth",
            "--batch",
            "batch",
            "--label",
            "cell_type",
            "--json",
            "-"
        };
        JsonNode found = Json.tree(bench.evaluate(line).succeeds().out());
        assertThat(found.path("embeddings")).hasSize(2);
        for (JsonNode scores : found.path("embeddings")) {
            assertThat(scores.path("total").isNull()).isTrue();
            assertThat(scores.path("metrics").fieldNames())
                    .toIterable()
                    .containsExactly("Held-out F1", "Preserved structure");
            assertThat(scores.path("lisi").findValuesAsText("name")).containsExactly("Batch LISI", "Cell-type LISI");
            scores.path("lisi")
                    .forEach(lisi -> requireGolden(
                            lisi,
                            golden.path("labels missing")
                                    .path(scores.path("embedding").asText())
                                    .path(lisi.path("column").asText())));
        }
    }

    private static void requireGolden(JsonNode found, JsonNode golden) {
        assertThat(found.path("cells").asInt()).isEqualTo(golden.path("cells").asInt());
        for (String figure : List.of("mean", "deviation")) {
            assertThat(found.path(figure).asDouble())
                    .as(figure)
                    .isEqualTo(golden.path(figure).doubleValue(), within(1e-3));
        }
    }

    @Test
    void showsUnscaledLisiOfEveryBatchColumnWithWhatItIsToBeReadWith() throws IOException {
        bench.save(moved().withColumn("lane", functions.expr("cell % 2")));
        Path csv = folder.resolve("scores.csv");
        Path page = folder.resolve("scores.html");
        String[] line = {
            "--profile",
            "lisi",
            "--batch",
            "donor,lane",
            "--csv",
            csv.toString(),
            "--report",
            page.toString(),
            "--overwrite"
        };
        CommandLineRun run = bench.evaluate(line)
                .succeeds(
                        "Scores of 300 cells in 6 batches, 300 with one of 2 labels; profile lisi;",
                        "Beside LISI (higher is better)",
                        "X_pca_corrected against X_pca: Batch LISI (donor) from ",
                        "Note: Batch LISI alone rewards scrambling: never read it without cell-type LISI and held-out F1.");
        assertThat(run.out())
                .containsPattern("\\n {30,}X_pca  X_pca_corrected\\n")
                .containsPattern("  Batch LISI \\(donor\\) +[12]\\.\\d{3} +[12]\\.\\d{3}\\n")
                .containsPattern("  Batch LISI \\(lane\\) deviation +0\\.\\d{3} +0\\.\\d{3}\\n")
                .containsPattern("  Cell-type LISI \\(type\\) +[12]\\.\\d{3}")
                .containsPattern("Held-out F1 +[01]\\.")
                .doesNotContain("Total", "no total", "Bio conservation");
        assertThat(Files.readAllLines(csv))
                .hasSize(3)
                .first()
                .asString()
                .startsWith("Embedding,\"Batch LISI (donor)\",\"Batch LISI (donor) deviation\",\"Batch LISI (lane)\",")
                .endsWith(",Held-out F1,Preserved structure,Bio conservation,Batch correction,Total");
        assertThat(page).content().contains("Cell-type LISI", "rewards scrambling");
        bench.evaluate(line).succeeds();
    }

    @Test
    void withoutLabelsThereIsBatchLisiAlone() {
        bench.save(moved());
        CommandLineRun run = CommandLineRun.of(
                        "evaluate", "--input", bench.path("cells"), "--batch", "donor", "--profile", "lisi")
                .succeeds(
                        "Note: No label column was given",
                        "never read it without cell-type LISI and held-out F1, which need labels.",
                        "without labels, what became of biology is not known");
        assertThat(run.out()).containsPattern("Batch LISI \\(donor\\) +\\d").doesNotContain("Cell-type LISI (");
    }

    @Test
    void lisiOfASingleBatchIsOne() {
        bench.save(moved().filter("donor = 'a'"));
        assertThat(bench.evaluate("--profile", "lisi")
                        .succeeds("Note: There is a single batch", "batch LISI is 1")
                        .out())
                .containsPattern("Batch LISI \\(donor\\) +1\\.000 +1\\.000\\n")
                .containsPattern("Batch LISI \\(donor\\) deviation +0\\.000 +0\\.000\\n")
                .containsPattern("Cell-type LISI \\(type\\) +1\\.[1-9]");
    }

    /** The second embedding lacks the first one's differences between donors in a dimension. */
    private Dataset<Row> moved() {
        return bench.cells()
                .withColumn("X_pca_corrected", functions.expr("transform(X_pca, (x, j) -> if(j = 3, float(0), x))"));
    }
}
