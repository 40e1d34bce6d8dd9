package atlasprox.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The look over a table before a run: it tells everything at once and writes no data. */
@ExtendWith(SparkExtension.class)
class InspectCommandIT {
    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
    }

    @Test
    void showsATable() {
        bench.save(bench.cells());
        CommandLineRun run = bench.inspect("--label", "type", "--id", "cell")
                .succeeds(
                        "Input       " + bench.path("cells"),
                        "Cells       300 usable of 300 rows",
                        "Embedding   X_pca, 4 dimensions",
                        "Batch       donor, 3 batches",
                        "Id          cell",
                        "Label       2 labels, 0 rows without",
                        " for the labels on the driver, after the fit: groups, sums and distances by batch;",
                        "Ready to be corrected.");
        assertThat(run.out())
                .containsPattern("X_pca +array<float>")
                .containsPattern("a +100 +0")
                .doesNotContain("Problem", "Warning", "Invalid");
        assertThat(folder.toFile().list()).containsExactly("cells");
    }

    @Test
    void printsJsonInPlaceOfTheTable() {
        bench.save(bench.cells());
        JsonNode found = Json.tree(
                bench.inspect("--label", "type", "--json", "-").succeeds().out());
        assertThat(found.path("dimension").asInt()).isEqualTo(4);
        assertThat(found.path("cells").asLong()).isEqualTo(300);
        assertThat(found.path("columns").path("X_pca").asText()).isEqualTo("array<float>");
        assertThat(found.path("batches").findValuesAsText("batch")).containsExactly("a", "b", "c");
        // Donors go by threes and types by twos, so each donor has both types in equal parts.
        assertThat(found.path("confounding").path("cramersV").asDouble()).isLessThan(1e-6);
        assertThat(found.path("problems")).isEmpty();
        assertThat(found.path("memory").path("labels").asLong()).isPositive();
        assertThat(Json.tree(bench.inspect("--json", "-").succeeds().out())
                        .path("memory")
                        .path("labels")
                        .asLong(-1))
                .isZero();
    }

    @Test
    void theFingerprintIsOfCellsAndBatchesInAnyOrder() {
        String found = fingerprint(bench.save("cells", bench.cells()));
        assertThat(found).hasSize(16);
        assertThat(fingerprint(bench.save(
                        "shuffled", bench.cells().orderBy(functions.rand(1)).repartition(3))))
                .isEqualTo(found);
        assertThat(fingerprint(bench.save("moved", bench.cellsWith("donor", "if(cell = 6, 'b', donor)"))))
                .isNotEqualTo(found);
    }

    private String fingerprint(String table) {
        return Json.tree(bench.inspect("--input", table, "--json", "-")
                        .succeeds()
                        .out())
                .path("fingerprint")
                .asText();
    }

    @Test
    void writesJsonToAFileBesideTheTable() {
        bench.save(bench.cells());
        bench.inspect("--json", bench.path("found.json")).succeeds("Ready to be corrected.");
        assertThat(Json.tree(bench.text("found.json")).path("rows").asLong()).isEqualTo(300);
    }

    @Test
    void findsBatchAndLabelConfounded() {
        bench.save(bench.cellsWith("type", "upper(donor)"));
        JsonNode found = Json.tree(
                bench.inspect("--label", "type", "--json", "-").succeeds().out());
        assertThat(found.path("confounding").path("cramersV").asDouble()).isGreaterThan(0.999);
        assertThat(found.path("confounding").path("oneLabelBatches")).hasSize(3);
    }

    @Test
    void listsEveryProblemAtOnce() {
        bench.save(bench.cellsWith("X_pca", "IF(cell = 1, NULL, IF(cell = 2, array(float('NaN'), 1f, 1f, 1f), X_pca))")
                .withColumn("X_pca_corrected", functions.lit(1))
                .withColumn("barcode", functions.lit("same")));
        CommandLineRun run = bench.inspect("--embedding", "X_pca", "--id", "barcode");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_DATA);
        assertThat(run.out())
                .contains("Cells       298 usable of 300 rows")
                .contains("Problem: 2 of 300 rows cannot be corrected")
                .contains("Problem: the table has a column 'X_pca_corrected' already")
                .contains("Problem: id column 'barcode' is not unique")
                .contains("Not ready: see the problems above.");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void findsWhatCorrectWouldTakeByTheSameOptions() {
        bench.save(bench.cellsWith("X_pca", "IF(cell = 1, NULL, X_pca)"));
        assertThat(bench.inspect().exitCode()).isEqualTo(ExitCode.BAD_DATA);
        bench.inspect("--on-invalid", "drop").succeeds("Warning: 1 of 300 rows cannot be corrected");
        assertThat(bench.inspect("--on-invalid", "drop", "--batch", "cell").exitCode())
                .isEqualTo(ExitCode.BAD_DATA);
        bench.inspect("--on-invalid", "drop", "--batch", "cell", "--force")
                .succeeds("300 batches", "have no usable cell: '1'");
    }

    @Test
    void aStrengthOfALevelThatIsNotThereIsAProblemAmongOthers() {
        bench.save(bench.cellsWith("X_pca", "IF(cell = 1, NULL, X_pca)"));
        CommandLineRun run = bench.inspect("--strength", "donor:nobody=0");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_DATA);
        assertThat(run.out())
                .contains(
                        "Cells       299 usable of 300 rows", "Problem: 1 of 300 rows", "'nobody'", "mend --strength");
        bench.inspect("--strength", "donor:nobody=0", "--on-invalid", "drop", "--method", "scbatchprox")
                .succeeds();
    }

    @Test
    void aTableWithoutAUsableCellIsNotReady() {
        bench.save(bench.cellsWith("X_pca", "transform(X_pca, x -> float('NaN'))"));
        for (String strength : List.of("donor=0.5", "donor:nobody=0")) {
            CommandLineRun run = bench.inspect("--strength", strength);
            assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_DATA);
            assertThat(run.out()).contains("Cells       0 usable of 300 rows", "Problem: ");
        }
    }

    /** Of a batch a cell at least is drawn by any seed, however few are asked for. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void looksWhetherBatchesDifferOnFewCellsByAnySeed(long seed) {
        bench.save(bench.cells());
        bench.inspect("--seed", Long.toString(seed), "--max-fit-cells", "4").succeeds();
    }

    @Test
    void refusesWhatCannotBeCounted() {
        bench.save(bench.cells());
        bench.inspect("--batch", "plate").fails(ExitCode.BAD_DATA, "no batch column 'plate'", "donor (string)");
        bench.inspect("--embedding", "X_umap").fails(ExitCode.BAD_DATA, "no embedding 'X_umap'");
        bench.inspect("--label", "cluster").fails(ExitCode.BAD_DATA, "no column 'cluster'");
    }

    @Test
    void findsOutBeforeTheWorkThatTheJsonFileCannotBeWritten() throws IOException {
        Files.writeString(folder.resolve("found.json"), "precious");
        bench.inspect("--json", bench.path("found.json"))
                .fails(ExitCode.USAGE, "the file " + bench.path("found.json") + " exists", "--json");
        assertThat(folder.resolve("found.json")).hasContent("precious");
        bench.inspect("--json", bench.path("nowhere/found.json"))
                .fails(ExitCode.USAGE, "no folder for the file " + bench.path("nowhere/found.json"), "--json");
    }
}
