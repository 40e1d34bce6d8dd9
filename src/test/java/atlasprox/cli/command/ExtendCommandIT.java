package atlasprox.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.Json;
import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import atlasprox.cli.failure.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A saved model that takes in new batches, and tells of itself. */
@ExtendWith(SparkExtension.class)
class ExtendCommandIT {
    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
        bench.save("known", bench.cells().filter("donor != 'c'"));
        bench.save("cells", bench.cells().filter("donor = 'c'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"aligned", "scbatchprox"})
    void correctsTheNewCellsAndSavesTheNextVersion(String method) {
        fit(method);
        bench.apply("--input", bench.path("known"), "--output", bench.path("before"))
                .succeeds();
        bench.extend("--id", "cell")
                .succeeds("Corrected 100 of 100 cells in 1 batch by " + method, "  model    ", "model2", "report.html");
        assertThat(bench.output().filter("donor = 'c'").count()).isEqualTo(100);
        JsonNode summary = bench.summary();
        assertThat(summary.path("command").asText()).isEqualTo("extend");
        assertThat(summary.path("fit").path("batches").findValuesAsText("batch"))
                .containsExactly("c");

        bench.apply("--input", bench.path("known"), "--output", bench.path("after"), "--model", bench.path("model2"))
                .succeeds();
        String[] columns = {"cell", "X_pca_corrected"};
        assertThat(Workbench.ordered(bench.read("after"), columns))
                .isEqualTo(Workbench.ordered(bench.read("before"), columns));
        bench.apply("--model", bench.path("model2"), "--output", bench.path("again"))
                .succeeds();
        assertThat(Workbench.ordered(bench.read("again"), columns)).isEqualTo(bench.output(columns));
    }

    @Test
    void refusesBatchesThatTheModelKnowsAndWritesNothing() {
        fit("aligned");
        bench.extend("--input", bench.path("known"))
                .fails(ExitCode.BAD_DATA, "the model knows 2 of 2 batches already: 'a' (100 cells)", "apply");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("known", "cells", "model");
    }

    @Test
    void oneRunsOptionsAreNotTheNextVersionsSettings() {
        fit("aligned");
        bench.extend("--on-invalid", "drop", "--output-col", "X_other").succeeds("column X_other");
        JsonNode card = Json.tree(CommandLineRun.of("model", "show", "--model", bench.path("model2"), "--json")
                .succeeds()
                .out());
        assertThat(card.path("settings").path("onInvalid").asText()).isEqualTo("fail");
        assertThat(card.path("settings").has("outputCol")).isFalse();
    }

    @Test
    void refusesAnotherNumberOfBatchColumns() {
        fit("aligned");
        bench.extend("--batch", "donor,type")
                .fails(ExitCode.BAD_DATA, "fitted on 1 batch columns (donor) and --batch names 2");
    }

    @Test
    void neverWritesOverWhatItReads() {
        fit("aligned");
        bench.extend("--output-model", bench.path("model"))
                .fails(ExitCode.USAGE, bench.path("model"), "inputs are never changed", "--output-model");
        bench.extend("--output-model", bench.path("out")).fails(ExitCode.USAGE, bench.path("out"), "--output-model");
        bench.extend("--output", bench.path("model")).fails(ExitCode.USAGE, bench.path("model"), "--output");
    }

    @Test
    void aModelTellsItsLineageAndItsBatches() {
        fit("aligned");
        bench.extend("--grow-reference").succeeds();
        String model = bench.path("model2");
        CommandLineRun shown = CommandLineRun.of("model", "show", "--model", model)
                .succeeds("Method      aligned, 4 dimensions", "Reference   300 cells", "rounds=8");
        JsonNode card = Json.tree(CommandLineRun.of("model", "show", "--model", model, "--json")
                .succeeds()
                .out());
        JsonNode versions = card.path("versions");
        assertThat(versions).hasSize(2);
        assertThat(versions.path(1).path("parent").asText())
                .isEqualTo(versions.path(0).path("id").asText());
        assertThat(shown.out())
                .contains(
                        versions.path(0).path("id").asText(),
                        versions.path(1).path("fingerprint").asText())
                .containsPattern("c +2 +100 ")
                .containsPattern("a +1 +100 ");
        assertThat(card.path("batches").findValuesAsText("batch")).containsExactly("a", "b", "c");
        assertThat(card.path("batches").path(2).path("shift").asDouble()).isPositive();
    }

    @Test
    void aMissingSubcommandIsWrongUsage() {
        CommandLineRun.of("model").fails(ExitCode.USAGE, "model show --model FOLDER");
    }

    private void fit(String method) {
        bench.fit("--input", bench.path("known"), "--method", method).succeeds();
    }
}
