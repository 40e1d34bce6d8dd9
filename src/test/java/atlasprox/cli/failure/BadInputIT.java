package atlasprox.cli.failure;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.SparksLog;
import atlasprox.cli.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables and files that cannot be corrected as they are: each is refused in words that tell what to do. */
@ExtendWith(SparkExtension.class)
class BadInputIT {
    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
    }

    @Test
    void refusesATrainingSplitWithoutCells() {
        bench.save(bench.cells());
        bench.correct("--train-fraction", "1e-9")
                .fails(ExitCode.BAD_DATA, "none of the 300 cells", "1.0E-9", "raise --train-fraction");
        bench.requireNoOutput();
    }

    @Test
    void warnsOfASingleBatch() {
        bench.save(bench.cellsWith("donor", "'only'"));
        bench.correct()
                .succeeds("Warning: All cells belong to the one batch 'only' of column 'donor'", "in 1 batch by");
        bench.requireCounts(300, 300, 0, 0, 300);
        assertThat(bench.summary().path("warnings").toString()).contains("one batch 'only'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"moments", "adam"})
    void warnsOfABatchOfOneCell(String solver) {
        bench.save(bench.cellsWith("donor", "IF(cell = 0, 'lonely', donor)"));
        bench.correct("--solver", solver)
                .succeeds("Warning: 1 of 4 batches have a single cell and can hardly be corrected: 'lonely'.");
        bench.requireCounts(300, 300, 0, 0, 300);
    }

    @Test
    void refusesRepeatedIds() {
        bench.save(bench.cellsWith("barcode", "IF(cell IN (7, 8, 9), 'x', string(cell))")
                .withColumn("soma_joinid", functions.expr("cell % 299")));
        bench.correct("--id", "barcode")
                .fails(
                        ExitCode.BAD_DATA,
                        "id column 'barcode' is not unique",
                        "1 id stands in 3 rows",
                        "'x' in 3 rows",
                        "--id none");
        bench.correct().fails(ExitCode.BAD_DATA, "id column 'soma_joinid' is not unique", "'0' in 2 rows");
        bench.requireNoOutput();
        bench.correct("--id", "none").succeeds();
        assertThat(bench.summary().path("id").isNull()).isTrue();
    }

    @Test
    void leavesAnExistingOutputAsItIs() throws IOException {
        bench.save(bench.cells());
        Path precious = Files.createDirectory(folder.resolve("out")).resolve("precious.txt");
        Files.writeString(precious, "precious");
        bench.correct().fails(ExitCode.USAGE, "the folder " + bench.path("out") + " exists", "--output", "--overwrite");
        assertThat(precious).hasContent("precious");
        assertThat(folder.resolve("out").toFile().list()).containsExactly("precious.txt");
        bench.requireNothingUnfinished();
    }

    @Test
    void leavesAnExistingOutputAsItIsWhereOverwritingFails() {
        bench.save("good", bench.cells());
        bench.correct("--input", bench.path("good")).succeeds();
        String former = bench.text("out/_atlasprox/run.json");
        bench.save(bench.broken());
        bench.correct("--overwrite").fails(ExitCode.BAD_DATA, "5 of 300 rows");
        assertThat(bench.text("out/_atlasprox/run.json")).isEqualTo(former);
        assertThat(bench.output().count()).isEqualTo(Workbench.CELLS);
        bench.requireNothingUnfinished();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cells", "cells/corrected", "", "cells/../cells"})
    void refusesToWriteIntoTheInput(String output) {
        bench.save(bench.cells());
        bench.correct("--output", bench.path(output), "--overwrite")
                .fails(ExitCode.USAGE, "and the input " + bench.path("cells"), "inputs are never changed", "--output");
        assertThat(bench.read("cells").count()).isEqualTo(Workbench.CELLS);
    }

    @Test
    void saysThatTheFolderOfTheOutputCannotBeMade() throws IOException {
        bench.save(bench.cells());
        Files.writeString(folder.resolve("file"), "x");
        bench.correct("--output", bench.path("file/out"))
                .fails(ExitCode.FAILED, "cannot make the folder", bench.path("file"));
        assertThat(folder.resolve("file")).hasContent("x");
    }

    @Test
    void refusesAFileCutInHalf() throws IOException {
        Path file = bench.saveFile("cut.parquet", bench.cells());
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        bench.correct("--input", file.toString())
                .fails(ExitCode.BAD_DATA, "cannot be read", "cut.parquet", "it was cut short");
        bench.requireNoOutput();
    }

    @Test
    void refusesAFolderWithOneDamagedFile() throws IOException {
        Path good = bench.saveFile("good.parquet", bench.cells());
        Path inputs = Files.createDirectory(folder.resolve("inputs"));
        Files.copy(good, inputs.resolve("1.parquet"));
        byte[] bytes = Files.readAllBytes(good);
        // Footer and schema stay whole, so that only reading the cells can find the damage.
        Arrays.fill(bytes, 4, bytes.length / 2, (byte) 0x55);
        Files.write(inputs.resolve("2.parquet"), bytes);
        bench.correct("--input", inputs.toString()).fails(ExitCode.BAD_DATA, "cannot be read", "2.parquet", "damaged");
        bench.requireNoOutput();
        // On clusters that leave damaged files out in silence as well.
        RuntimeConfig settings = SparkSession.active().conf();
        settings.set("spark.sql.files.ignoreCorruptFiles", "true");
        try {
            bench.correct("--input", inputs.toString()).fails(ExitCode.BAD_DATA, "2.parquet", "damaged");
            assertThat(settings.get("spark.sql.files.ignoreCorruptFiles")).isEqualTo("true");
        } finally {
            settings.unset("spark.sql.files.ignoreCorruptFiles");
        }
        bench.requireNoOutput();
    }

    @Test
    void refusesTextNamedParquet() throws IOException {
        Path file = Files.writeString(folder.resolve("text.parquet"), "cell,donor\n1,a\n".repeat(20));
        bench.correct("--input", file.toString())
                .fails(ExitCode.BAD_DATA, "cannot be read", "text.parquet", "it is no Parquet but text");
        bench.requireNoOutput();
    }

    @Test
    void refusesAMissingPath() {
        bench.correct("--input", bench.path("nowhere"))
                .fails(ExitCode.BAD_DATA, "no such file or folder: " + bench.path("nowhere"), "--input");
        bench.requireNoOutput();
    }

    @Test
    void refusesAnEmptyFolder() throws IOException {
        Files.createDirectory(folder.resolve("cells"));
        bench.correct().fails(ExitCode.BAD_DATA, "no Parquet", bench.path("cells"), "--input");
        bench.requireNoOutput();
    }

    @Test
    void refusesAFolderOfOtherFiles() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("cells")).resolve("cells.csv"), "cell,donor\n1,a\n");
        bench.correct().fails(ExitCode.BAD_DATA, "cannot be read", "cells.csv");
        bench.requireNoOutput();
    }

    @Test
    void saysThatTheFitDiverged() {
        bench.save(bench.cells());
        bench.correct("--solver", "adam", "--learning-rate", "1e300")
                .fails(ExitCode.FAILED, "did not converge", "batch 'a'", "--learning-rate");
        bench.requireNoOutput();
    }

    @ParameterizedTest
    @CsvSource({
        "--sigma, 1e-320, round 1: the sums of batch 'a' for prototype 0 are not finite",
        "--alpha, 1e308, round 1: the experts of batch 'a' for prototype 0 are not finite"
    })
    void saysWhereAnAlignedFitIsNotFinite(String option, String value, String message) {
        bench.save(bench.cells());
        bench.correct("--method", "aligned", option, value).fails(ExitCode.FAILED, message, "a setting, extreme?");
        bench.requireNoOutput();
    }

    @Test
    void showsTheStackTraceOnlyWhenTold() {
        bench.save(bench.cells());
        bench.correct("--batch", "plate").fails(ExitCode.BAD_DATA, "no batch column 'plate'");
        Level before = LogManager.getRootLogger().getLevel();
        CommandLineRun verbose = bench.correct("--batch", "plate", "--verbose");
        assertThat(LogManager.getRootLogger().getLevel()).isEqualTo(before);
        assertThat(verbose.exitCode()).isEqualTo(ExitCode.BAD_DATA);
        assertThat(verbose.err()).startsWith("correct: no batch column 'plate'").contains("\tat atlasprox.");
    }

    @Test
    void keepsSparksOwnLoggersFromPrintingStackTraces() throws IOException {
        Path good = bench.saveFile("good.parquet", bench.cells());
        byte[] bytes = Files.readAllBytes(good);
        Arrays.fill(bytes, 4, bytes.length / 2, (byte) 0x55);
        Path damaged = Files.write(folder.resolve("damaged.parquet"), bytes);
        String log = SparksLog.of(
                () -> bench.correct("--input", damaged.toString()).fails(ExitCode.BAD_DATA, "damaged.parquet"));
        assertThat(log).contains("fitting").doesNotContain("\tat ", "Caused by", "Exception");
    }
}
