package atlasprox.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import atlasprox.cli.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code --overwrite} replaces what this program wrote, whole and with nothing beside, and nothing else. */
@ExtendWith(SparkExtension.class)
class OverwriteIT {
    private static final String FOREIGN = "was not written by this program";

    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
        bench.save(bench.cells());
    }

    @Test
    void aHomeFolderStays() throws IOException {
        Path notes = Files.createDirectories(folder.resolve("out/thesis")).resolve("notes.txt");
        Files.writeString(notes, "years of work");
        bench.correct("--overwrite").fails(ExitCode.USAGE, FOREIGN, "holds thesis", "--output", "delete it yourself");
        bench.fit("--model", bench.path("out"), "--overwrite").fails(ExitCode.USAGE, FOREIGN, "--model");
        CommandLineRun.of("synth", "--output", bench.path("out"), "--overwrite").fails(ExitCode.USAGE, FOREIGN);
        assertThat(notes).hasContent("years of work");
        bench.requireNothingUnfinished();
    }

    @Test
    void anOutputThatHoldsAnythingElseStays() throws IOException {
        bench.correct().succeeds();
        for (String name : List.of(
                "notes.txt",
                ".notes",
                "_notes",
                "part-00000-mine.parquet",
                "donor=a/part-0.parquet",
                "empty/",
                "_atlasprox/mine",
                ".notes.crc")) {
            Path added = folder.resolve("out").resolve(name);
            Files.createDirectories(name.endsWith("/") ? added : added.getParent());
            if (!name.endsWith("/")) {
                Files.writeString(added, "precious");
            }
            bench.correct("--overwrite").fails(ExitCode.USAGE, FOREIGN, name + " in it is of no run");
            assertThat(added).exists();
            Files.delete(added);
            Files.deleteIfExists(folder.resolve("out/donor=a"));
        }
        Files.writeString(folder.resolve("out/_atlasprox/report.html"), "<p>my remarks</p>");
        bench.correct("--overwrite").fails(ExitCode.USAGE, FOREIGN, "_atlasprox/report.html in it has changed");
        assertThat(bench.output().count()).isEqualTo(Workbench.CELLS);
    }

    /** Many downloads come with checksums in the form that models have. */
    @Test
    void aFolderOfDataWithChecksumsStays() throws IOException {
        Path data = Files.createDirectories(folder.resolve("model/data/cells"));
        Path file = Files.writeString(data.resolve("part-0"), "x");
        String digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
        Files.writeString(folder.resolve("model/checksums.sha256"), digest + "  data/cells/part-0\n");
        bench.fit("--overwrite").fails(ExitCode.USAGE, FOREIGN, "--model");
        assertThat(file).hasContent("x");
    }

    @Test
    void aLinkInAnOutputIsNotOfTheRun() throws IOException {
        bench.correct().succeeds();
        Path report = folder.resolve("out/_atlasprox/report.html");
        Path moved = Files.move(report, folder.resolve("report.html"));
        Files.createSymbolicLink(report, moved);
        bench.correct("--overwrite").fails(ExitCode.USAGE, FOREIGN, "_atlasprox/report.html in it has changed");
        assertThat(moved).isNotEmptyFile();
    }

    @Test
    void outputsAndModelsAreReplaced() {
        bench.correct("--seed", "3").succeeds();
        bench.correct("--seed", "4", "--overwrite").succeeds();
        assertThat(bench.summary().path("settings").path("seed").asInt()).isEqualTo(4);
        bench.fit().succeeds();
        bench.fit("--overwrite").succeeds();
        bench.apply("--overwrite").succeeds();
        assertThat(bench.names()).containsExactlyInAnyOrder("cells", "out", "model");
    }

    @Test
    void anEmptyFolderIsFilled() throws IOException {
        Files.createDirectory(folder.resolve("out"));
        bench.correct().fails(ExitCode.USAGE, "exists");
        bench.correct("--overwrite").succeeds();
    }

    @Test
    void partitionedAndDeltaOutputsAreReplaced(SparkSession spark) {
        bench.cells().write().partitionBy("donor").parquet(bench.path("parts"));
        bench.correct("--input", bench.path("parts")).succeeds();
        bench.correct("--input", bench.path("parts"), "--overwrite").succeeds();
        bench.cells().write().format("delta").save(bench.path("a table"));
        bench.correct("--input", bench.path("a table"), "--overwrite").succeeds();
        bench.correct("--input", bench.path("a table"), "--overwrite").succeeds();
        spark.sql("DELETE FROM delta.`" + bench.path("out") + "` WHERE cell = 3");
        bench.correct("--input", bench.path("a table"), "--overwrite").fails(ExitCode.USAGE, FOREIGN);
    }

    /** Outputs and models of versions that left no list behind. */
    @Test
    void whatWasWrittenBeforeThereWereListsIsKnown() throws IOException {
        bench.correct().succeeds();
        bench.fit().succeeds();
        for (String place : List.of("out", "model")) {
            Files.delete(folder.resolve(place).resolve("_atlasprox/files.tsv"));
        }
        Files.deleteIfExists(folder.resolve("model/_atlasprox/.files.tsv.crc"));
        Files.deleteIfExists(folder.resolve("out/_atlasprox/.files.tsv.crc"));
        Files.delete(folder.resolve("model/_atlasprox"));
        Path added = Files.writeString(folder.resolve("out/part-00000-mine.parquet"), "precious");
        bench.correct("--overwrite")
                .fails(ExitCode.USAGE, FOREIGN, added.getFileName().toString());
        Files.delete(added);
        bench.correct("--overwrite").succeeds();
        bench.fit("--overwrite").succeeds();
    }

    @Test
    void aLinkStaysAndLeadsToTheNewOutput() throws IOException {
        bench.correct("--output", bench.path("disk/first")).succeeds();
        Path link = Files.createSymbolicLink(folder.resolve("out"), folder.resolve("disk/first"));
        bench.correct("--seed", "4", "--overwrite").succeeds();
        assertThat(link).isSymbolicLink();
        assertThat(bench.summary().path("settings").path("seed").asInt()).isEqualTo(4);
        assertThat(folder.resolve("disk/first/_atlasprox/run.json")).exists();
        Files.delete(link);
        Files.createSymbolicLink(link, folder.resolve("nowhere"));
        bench.correct().fails(ExitCode.USAGE, "exists");
        bench.correct("--overwrite").fails(ExitCode.USAGE, "a link that leads nowhere");
    }

    @Test
    void filesOfOtherProgramsStay() throws IOException {
        List<String> options = List.of("--json", "--csv", "--report");
        List<String> line = new ArrayList<>();
        for (String option : options) {
            Path file = Files.writeString(folder.resolve("file" + option), "{\"precious\": 1}");
            bench.evaluate(option, file.toString(), "--overwrite").fails(ExitCode.USAGE, FOREIGN, option);
            assertThat(file).hasContent("{\"precious\": 1}");
            Files.delete(file);
            line.addAll(List.of(option, file.toString()));
        }
        bench.evaluate(line.toArray(String[]::new)).succeeds();
        bench.evaluate(line.toArray(String[]::new)).fails(ExitCode.USAGE, "exists");
        line.add("--overwrite");
        bench.evaluate(line.toArray(String[]::new)).succeeds();
    }

    @Test
    void ofTwoRunsIntoOneFolderOneSaysThatItExists() throws IOException {
        List<CommandLineRun> runs = Stream.of("1", "2")
                .map(seed -> CompletableFuture.supplyAsync(() -> bench.correct("--seed", seed, "--score", "false")))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(runs).filteredOn(run -> run.exitCode() == ExitCode.OK).hasSize(1);
        assertThat(runs)
                .filteredOn(run -> run.exitCode() != ExitCode.OK)
                .singleElement()
                .satisfies(run -> assertThat(run.err()).contains("the folder " + bench.path("out") + " exists"));
        bench.requireNothingUnfinished();
        assertThat(bench.output().count()).isEqualTo(Workbench.CELLS);
        bench.correct("--overwrite").succeeds();
    }
}
