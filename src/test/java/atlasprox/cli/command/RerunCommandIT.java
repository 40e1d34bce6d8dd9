package atlasprox.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import atlasprox.cli.failure.ExitCode;
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

/** A run that is repeated by what it wrote of itself. */
@ExtendWith(SparkExtension.class)
class RerunCommandIT {
    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
        bench.save(bench.cells());
    }

    @Test
    void agreesWithTheRunThatItRepeatsAndLeavesNothingBehind() {
        bench.correct(
                        "--method",
                        "aligned",
                        "--rounds",
                        "3",
                        "--seed",
                        "9",
                        "--id",
                        "cell",
                        "--strength",
                        "donor:a=0.5")
                .succeeds();
        List<String> before = bench.names();
        bench.rerun(bench.path("out/_atlasprox/run.json"))
                .succeeds(
                        "  input            same (",
                        "  read rows        same (300)",
                        "  ids              same (",
                        "  result           same (",
                        "The result is the same.");
        assertThat(bench.names()).containsExactlyInAnyOrderElementsOf(before);
        String fingerprint =
                bench.summary().path("fingerprints").path("corrected").asText();
        bench.inspect("--input", bench.path("out"), "--embedding", "X_pca_corrected", "--json", "-")
                .succeeds(fingerprint);
    }

    @Test
    void keepsTheRepetitionWhereAskedAndScoresAsTheRunDid() throws IOException {
        String conf = bench.path("many.conf");
        Files.writeString(Path.of(conf), "picture-cells = 40");
        bench.correct("--label", "type", "--profile", "cumulative", "--max-score-cells", "200", "--conf-file", conf)
                .succeeds();
        bench.rerun(bench.path("out"), "--output", bench.path("again")).succeeds("The result is the same.");
        assertThat(bench.text("again/_atlasprox/scores.csv")).isEqualTo(bench.text("out/_atlasprox/scores.csv"));
        for (String run : List.of("out", "again")) {
            assertThat(bench.text(run + "/_atlasprox/run.json")).contains("\"pictureCells\" : 40");
            assertThat(bench.text(run + "/_atlasprox/report.html")).containsPattern("\"batchOf\":\\[(\\d,){39}\\d]");
        }
    }

    @Test
    void saysThatTheInputChanged() throws IOException {
        bench.correct("--id", "cell").succeeds();
        bench.save("others", bench.cellsWith("X_pca", "IF(cell = 7, transform(X_pca, x -> x + float(1)), X_pca)"));
        bench.save("shuffled", bench.read("cells").orderBy(functions.xxhash64(functions.col("cell"))));
        bench.rerun(bench.path("out"), "--input", bench.path("shuffled")).succeeds("The result is the same.");
        requireDiffers(
                bench.rerun(bench.path("out"), "--input", bench.path("others")),
                "  input            DIFFERS: ",
                "  ids              same (",
                "The result DIFFERS, and so does the input.");
        Files.move(folder.resolve("cells"), folder.resolve("gone"));
        bench.rerun(bench.path("out")).fails(ExitCode.BAD_DATA, "no such file or folder", "cells");
        bench.requireNothingUnfinished();
    }

    @Test
    void saysThatTheResultDiffersUnderOtherSettings() throws IOException {
        bench.correct("--mu", "0.5", "--lambda", "0.3").succeeds();
        alterRun("\"mu\" : 0.5", "\"mu\" : 0.001");
        requireDiffers(
                bench.rerun(bench.path("out")),
                "  input            same (",
                "  result           DIFFERS: ",
                "The result DIFFERS, though the input is the same.");
    }

    /** As a version wrote it that called the setting so. */
    @Test
    void knowsSettingsByTheirEarlierNames() throws IOException {
        bench.correct("--method", "aligned", "--tail-cut", "0.7").succeeds();
        alterRun("\"huberCutoff\" : 0.7", "\"tailCut\" : 0.7");
        bench.rerun(bench.path("out")).succeeds("The result is the same.");
        alterRun("\"tailCut\" : 0.7", "\"tailCut\" : 0.1");
        requireDiffers(bench.rerun(bench.path("out")), "The result DIFFERS, though the input is the same.");
    }

    @Test
    void repeatsAnApplicationAndAnExtension() {
        bench.save("known", bench.cells().filter("donor != 'c'"));
        bench.save("arriving", bench.cells().filter("donor = 'c'"));
        bench.fit("--input", bench.path("known"), "--method", "aligned").succeeds();
        bench.apply("--unknown-batch", "pass").succeeds();
        bench.rerun(bench.path("out")).succeeds("  model            same (", "  unchanged rows   same (100)");
        bench.fit("--input", bench.path("known"), "--overwrite", "--lambda", "0.5", "--standardize")
                .succeeds();
        requireDiffers(bench.rerun(bench.path("out")), "  result           DIFFERS: ");

        bench.fit("--input", bench.path("known"), "--method", "aligned", "--overwrite")
                .succeeds();
        bench.extend("--input", bench.path("arriving"), "--output", bench.path("new"), "--grow-reference")
                .succeeds();
        List<String> before = bench.names();
        bench.rerun(bench.path("new")).succeeds("  input            same (", "The result is the same.");
        assertThat(bench.names()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void repeatsARunOnAnH5adFileWithoutUsableIds() {
        bench.correct(
                        "--input",
                        "data-samples/three_batches.h5ad",
                        "--batch",
                        "batch",
                        "--embedding",
                        "X_pca",
                        "--id",
                        "none")
                .succeeds();
        bench.rerun(bench.path("out")).succeeds("  ids              same (none)", "The result is the same.");
    }

    @Test
    void refusesWhatCannotBeRepeated() throws IOException {
        bench.rerun(bench.path("nowhere")).fails(ExitCode.BAD_DATA, "cannot read", "nowhere");
        bench.rerun(Files.writeString(folder.resolve("x.json"), "{}").toString())
                .fails(ExitCode.BAD_DATA, "is not the run.json of a run of annotate, apply, correct, extend");
        bench.correct().succeeds();
        alterRun("\"mu\" :", "\"warpFactor\" :");
        bench.rerun(bench.path("out")).fails(ExitCode.USAGE, "no settings warpFactor", "version 0.");
        alterRun("\"fingerprints\" :", "\"prints\" :");
        bench.rerun(bench.path("out")).fails(ExitCode.BAD_DATA, "did not keep what it takes");
    }

    private void alterRun(String from, String to) throws IOException {
        Path file = folder.resolve("out/_atlasprox/run.json");
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
        Files.deleteIfExists(folder.resolve("out/_atlasprox/.run.json.crc"));
    }

    private static void requireDiffers(CommandLineRun run, String... words) {
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.DIFFERS);
        assertThat(words).allSatisfy(word -> assertThat(run.out()).contains(word));
    }
}
