package atlasprox.cli.failure;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.FaultyFileSystem;
import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.OwnJvm;
import atlasprox.cli.SparksLog;
import atlasprox.cli.Workbench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks that are full, read-only or lose files, tasks that fail, a driver that is killed: what is left, and that the next run succeeds. */
@ExtendWith(SparkExtension.class)
class FaultsIT {
    private static final String FAULTY = "fs.faulty.impl";

    @TempDir
    private Path folder;

    private Workbench bench;
    private Configuration hadoop;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
        bench.save(bench.cells());
        hadoop = spark.sparkContext().hadoopConfiguration();
        hadoop.set(FAULTY, FaultyFileSystem.class.getName());
        hadoop.setBoolean(FAULTY + ".disable.cache", true);
        FaultyFileSystem.mend();
    }

    @AfterEach
    void mend() {
        List.of(
                        FAULTY,
                        FAULTY + ".disable.cache",
                        FaultyFileSystem.ROOM,
                        FaultyFileSystem.READ_ONLY,
                        FaultyFileSystem.LOSES,
                        FaultyFileSystem.FAILING_OPENS)
                .forEach(hadoop::unset);
    }

    /** From within the first file of cells up to the summary. */
    @ParameterizedTest
    @ValueSource(longs = {1_000, 12_000, 16_000})
    void aDiskThatFillsUpLeavesNothing(long room) {
        hadoop.setLong(FaultyFileSystem.ROOM, room);
        correct().fails(ExitCode.FAILED, "No space left on device");
        bench.requireNoOutput();
        hadoop.unset(FaultyFileSystem.ROOM);
        correct().succeeds();
    }

    @Test
    void aDiskThatFillsUpAtTheReportLosesTheReportAlone() {
        hadoop.setLong(FaultyFileSystem.ROOM, 40_000);
        correct().succeeds("Warning: _atlasprox/report.html is missing", "No space left on device");
        assertThat(bench.output().count()).isEqualTo(300);
        assertThat(bench.counts().path("corrected").asInt()).isEqualTo(300);
        assertThat(folder.resolve("out/_atlasprox/report.html")).doesNotExist();
        bench.requireNothingUnfinished();
    }

    @Test
    void aDiskThatFillsUpLeavesTheFormerOutputAsItIs() {
        correct().succeeds();
        String former = bench.text("out/_atlasprox/run.json");
        FaultyFileSystem.mend();
        hadoop.setLong(FaultyFileSystem.ROOM, 12_000);
        correct("--overwrite").fails(ExitCode.FAILED, "No space left on device");
        assertThat(bench.text("out/_atlasprox/run.json")).isEqualTo(former);
        assertThat(bench.output().count()).isEqualTo(300);
        bench.requireNothingUnfinished();
    }

    @Test
    void aReadOnlyPlaceIsFoundOutBeforeTheFit() {
        hadoop.setBoolean(FaultyFileSystem.READ_ONLY, true);
        String log = SparksLog.of(() -> correct().fails(ExitCode.FAILED, "Read-only file system"));
        assertThat(log).doesNotContain("fitting");
        bench.requireNoOutput();
    }

    @Test
    void aFileThatVanishesFailsTheRun() {
        hadoop.set(FaultyFileSystem.LOSES, "part-00001");
        correct().fails(ExitCode.FAILED, "rows where 300 were expected", "Nothing was published");
        bench.requireNoOutput();
        bench.fit().succeeds();
        bench.apply("--output", faulty("out")).fails(ExitCode.FAILED, "rows where 300 were expected");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aFailedTaskIsDoneAgain() {
        bench.correct().succeeds();
        String expected = bench.summary().path("fingerprints").path("corrected").asText();
        OwnJvm.run(options("-Dspark.hadoop." + FaultyFileSystem.FAILING_OPENS + "=2"), correctLine("--overwrite"))
                .ends(ExitCode.OK, "Corrected 300 of 300 cells");
        assertThat(bench.summary().path("fingerprints").path("corrected").asText())
                .isEqualTo(expected);
    }

    @Test
    void aTaskThatFailsAlwaysFailsTheRunInAFewWords() {
        OwnJvm run = OwnJvm.run(options("-Dspark.hadoop." + FaultyFileSystem.ROOM + "=1000"), correctLine())
                .ends(ExitCode.FAILED, "correct failed: No space left on device; --verbose shows the stack trace");
        assertThat(run.said()).doesNotContain("\tat ", "Exception");
        bench.requireNoOutput();
    }

    /** In a task, in which Spark would end the JVM with a code of its own, and in the driver. */
    @ParameterizedTest
    @ValueSource(strings = {"Executor task", "main"})
    void memoryThatRunsOutFailsTheRunWithARemedy(String thread) {
        OwnJvm run = exhausted(thread);
        assertThat(run.said()).contains(" MiB); give more (").doesNotContain("\tat ", "Exception");
        bench.requireNoOutput();
    }

    /** The command waits for ever for what such a thread was to bring. */
    @Test
    void memoryThatRunsOutInAThreadOfSparksEndsTheRun() {
        exhausted(FaultyFileSystem.ANOTHER_THREAD);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private OwnJvm exhausted(String thread) {
        return OwnJvm.run(options("-Dspark.hadoop." + FaultyFileSystem.EXHAUSTS + "=" + thread), correctLine())
                .ends(ExitCode.FAILED, "correct failed: memory ran out (Java heap space; the driver's heap is ");
    }

    @Test
    void aLimitOnResultsHoldsWhereItIsGiven() {
        OwnJvm.run(options("-Dspark.driver.maxResultSize=1k"), correctLine())
                .ends(
                        ExitCode.FAILED,
                        "correct failed: Job aborted",
                        "is bigger than spark.driver.maxResultSize (1024.0 B)");
        bench.requireNoOutput();
    }

    @Test
    void aDriverKilledInAnyPhaseLeavesTheFormerOutputAndTheNextRunSucceeds() {
        bench.correct("--method", "aligned", "--rounds", "2").succeeds();
        String former = bench.text("out/_atlasprox/run.json");
        for (String phase : List.of(
                "checking ids", "round 1/", "correcting and writing", "checking the output", "drawing the report")) {
            OwnJvm run = OwnJvm.killed(phase, List.of("-Dspark.master=local[2]"), againLine(bench.path("out")));
            assertThat(run.said()).contains(phase);
            assertThat(run.exitCode()).as(run.said()).isEqualTo(137);
            assertThat(bench.text("out/_atlasprox/run.json")).isEqualTo(former);
            assertThat(bench.output().count()).isEqualTo(300);
        }
        assertThat(bench.names()).anyMatch(name -> name.startsWith("out.incomplete-"));
        requireNextRunSucceeds(".incomplete-", former);
    }

    /** Before the former output is moved aside, and between that and the naming of the new one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aDriverKilledWhilePublishingLeavesTheFormerOutputWhole(int rename) throws Exception {
        bench.correct("--method", "aligned", "--rounds", "2").succeeds();
        String former = bench.text("out/_atlasprox/run.json");
        OwnJvm run = OwnJvm.run(
                options("-Dspark.hadoop." + FaultyFileSystem.HALTS_AT + "=" + rename), againLine(faulty("out")));
        run.ends(137, "drawing the report");
        List<String> aside = bench.names().stream()
                .filter(name -> name.startsWith("out.replaced-"))
                .toList();
        assertThat(aside).hasSize(rename - 1);
        String place = rename == 1 ? "out" : aside.get(0);
        assertThat(Files.readString(folder.resolve(place).resolve("_atlasprox/run.json")))
                .isEqualTo(former);
        assertThat(bench.read(place).count()).isEqualTo(300);
        requireNextRunSucceeds(rename == 1 ? ".incomplete-" : ".replaced-", former);
    }

    private void requireNextRunSucceeds(String leftover, String former) {
        String log = SparksLog.of(() -> bench.correct("--method", "aligned", "--rounds", "3", "--overwrite")
                .succeeds());
        assertThat(log).contains(leftover, "is of another run: delete it if that was killed");
        assertThat(bench.text("out/_atlasprox/run.json")).isNotEqualTo(former);
        assertThat(bench.output().count()).isEqualTo(300);
    }

    private String faulty(String name) {
        return "faulty:" + bench.path(name);
    }

    private CommandLineRun correct(String... more) {
        List<String> line = new ArrayList<>(List.of("--output", faulty("out")));
        line.addAll(List.of(more));
        return bench.correct(line.toArray(String[]::new));
    }

    /** Four attempts at a task, as clusters have it; this machine alone would make one. */
    private static List<String> options(String fault) {
        return List.of(
                "-Dspark.master=local[2,4]",
                "-Dspark.hadoop." + FAULTY + "=" + FaultyFileSystem.class.getName(),
                fault);
    }

    private String[] correctLine(String... more) {
        List<String> line = new ArrayList<>(List.of("correct", "--batch", "donor", "--id", "cell"));
        line.addAll(List.of("--input", faulty("cells"), "--output", faulty("out")));
        line.addAll(List.of("--method", "scbatchprox", "--solver", "moments"));
        line.addAll(List.of(more));
        return line.toArray(String[]::new);
    }

    private String[] againLine(String output) {
        List<String> line = new ArrayList<>(List.of("correct", "--batch", "donor", "--id", "cell"));
        line.addAll(List.of("--input", bench.path("cells"), "--output", output));
        line.addAll(List.of("--rounds", "3", "--overwrite"));
        return line.toArray(String[]::new);
    }
}
