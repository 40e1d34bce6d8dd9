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
import java.util.Arrays;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels that guide, and values that are preserved, on the command line. */
@ExtendWith(SparkExtension.class)
class GuidePreserveIT {
    private static final String[] ALIGNED = {"--method", "aligned", "--false-alarms", "1", "--rounds", "2"};

    @TempDir
    private Path folder;

    private Workbench bench;

    /** Types go by twos, so every donor has both; of every fifth cell the type is not known. */
    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
        bench.save(bench.cellsWith("known", "if(cell % 5 = 0, null, type)")
                .withColumn("condition", functions.expr("if(donor = 'a', 'sick', 'well')")));
    }

    @Test
    void aGuidedRunSaysSoAndCanBeRepeated() throws IOException {
        bench.correct(with("--guide", "known")).succeeds("Corrected 300 of 300 cells in 3 batches by aligned");
        JsonNode run = Json.tree(Files.readString(folder.resolve("out/_atlasprox/run.json")));
        assertThat(run.path("settings").path("guideCol").asText()).isEqualTo("known");
        assertThat(run.path("settings").path("preserveCol").asText()).isEqualTo("none");
        assertThat(run.path("fit").path("batches")).hasSize(3);
        bench.rerun(bench.path("out/_atlasprox/run.json")).succeeds();
        CommandLineRun.of("model", "show", "--model", bench.path("out/_atlasprox/model"))
                .succeeds("guideCol", "known");
    }

    @Test
    void whatIsPreservedIsInspectedAndTold() throws IOException {
        bench.inspect(with("--preserve", "condition"))
                .succeeds(
                        "Preserved   condition, 2 values; 3 batches have a single one; 2 groups of batches share none with each other",
                        "sick: 100 cells in 1 batch",
                        "well: 200 cells in 2 batches",
                        "The batches are in 2 groups that share no value of 'condition'");
        bench.correct(with("--preserve", "condition"))
                .succeeds(
                        "Within the values to preserve the separation of the batches went from",
                        "The batches are in 2 groups that share no value of 'condition'");
        JsonNode rounds = Json.tree(Files.readString(folder.resolve("out/_atlasprox/run.json")))
                .path("fit")
                .path("trace");
        assertThat(rounds.get(1).path("separationWithin").isNumber()).isTrue();
        assertThat(rounds.get(1).path("difference").asDouble()).isPositive();
        bench.apply("--model", bench.path("out/_atlasprox/model"), "--output", bench.path("again"))
                .succeeds("Corrected 300 of 300 cells");
    }

    /** One rule for cells without a value, of the fit, the correction and the look at what was written. */
    @ParameterizedTest
    @ValueSource(strings = {"pass", "drop"})
    void cellsWithoutAValueAreInvalidInEveryCommand(String onInvalid) {
        bench.save(
                "some",
                bench.read("cells").withColumn("condition", functions.expr("if(cell % 7 = 0, null, condition)")));
        String[] more = {"--input", bench.path("some"), "--preserve", "condition"};
        bench.correct(with(more)).fails(ExitCode.BAD_DATA, "43 rows, each of which has no value to preserve");
        bench.correct(with("--input", bench.path("some"), "--preserve", "condition", "--on-invalid", onInvalid))
                .succeeds("Corrected 257 of 300 cells");
        String model = bench.path("out/_atlasprox/model");
        bench.apply(
                        "--model",
                        model,
                        "--input",
                        bench.path("some"),
                        "--output",
                        bench.path("again"),
                        "--on-invalid",
                        onInvalid)
                .succeeds("Corrected 257 of 300 cells");
        bench.apply(
                        "--model",
                        model,
                        "--input",
                        bench.path("some"),
                        "--output",
                        bench.path("third"),
                        "--on-invalid",
                        "fail")
                .fails(ExitCode.BAD_DATA, "43 rows, each of which has no value to preserve");
        bench.save("none", bench.read("some").drop("condition"));
        bench.apply("--model", model, "--input", bench.path("none"), "--output", bench.path("fourth"))
                .succeeds("Corrected 300 of 300 cells");
    }

    @Test
    void wrongUsageIsToldBeforeAnythingIsRead() {
        bench.correct("--method", "scbatchprox", "--guide", "known")
                .fails(ExitCode.USAGE, "scbatchprox, as published, has no place for --guide");
        bench.correct(with("--preserve", "condition", "--theta", "1"))
                .fails(ExitCode.USAGE, "--theta takes it that", "--preserve");
        bench.correct(with("--guide", "types"))
                .fails(ExitCode.BAD_DATA, "no column 'types'; choose --guide among the columns");
        bench.correct(with("--guide", "cell"))
                .fails(ExitCode.BAD_DATA, "look like identifiers; choose another --guide or --preserve");
        bench.correct(with("--preserve", "cell"))
                .fails(ExitCode.BAD_DATA, "column 'cell' to preserve is of type bigint");
    }

    private static String[] with(String... options) {
        String[] all = Arrays.copyOf(ALIGNED, ALIGNED.length + options.length);
        System.arraycopy(options, 0, all, ALIGNED.length, options.length);
        return all;
    }
}
