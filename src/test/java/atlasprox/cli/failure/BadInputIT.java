package atlasprox.cli.failure;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.SparksLog;
import atlasprox.cli.Workbench;
import atlasprox.read.table.Identifiers;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
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
    /** Two rows without a whole embedding, two that are not finite, one without a batch. */
    private static final String BROKEN = "CASE cell WHEN 1 THEN NULL"
            + " WHEN 2 THEN array(0f, NULL, 0f, 0f)"
            + " WHEN 3 THEN array(0f, float('NaN'), 0f, 0f)"
            + " WHEN 4 THEN array(0f, 0f, float('-Infinity'), 0f)"
            + " ELSE X_pca END";

    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
    }

    @ParameterizedTest
    @CsvSource({
        "--embedding, X_umap, no embedding 'X_umap'",
        "--batch, plate, no batch column 'plate'; choose --batch",
        "--batch, 'donor,plate', no batch column 'plate'; choose --batch",
        "--label, cell_type, no column 'cell_type'; choose --label",
        "--id, barcode, no column 'barcode'; choose --id"
    })
    void namesAMissingColumnAndThoseThatAreThere(String option, String column, String message) {
        bench.save(bench.cells());
        bench.correct(option, column)
                .fails(ExitCode.BAD_DATA, message, "donor (string)", "type (string)", "X_pca (array<float>)");
        bench.requireNoOutput();
    }

    @Test
    void asksForABatchColumnWhereNoneIsNamed() {
        String input = bench.save(bench.cells());
        CommandLineRun.of("correct", "--input", input, "--output", bench.path("out"))
                .fails(ExitCode.BAD_DATA, "which column holds the batch?", "--batch", "donor (string)");
        bench.requireNoOutput();
    }

    @Test
    void asksForAnEmbeddingWhereThereAreSeveral() {
        bench.save(bench.cellsWith("X_scVI", "X_pca"));
        bench.correct().fails(ExitCode.BAD_DATA, "which embedding", "X_pca, X_scVI", "--embedding");
        bench.requireNoOutput();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "string(cell); string",
                "array('x', 'y'); array<string>",
                "double(cell); double",
                "array(true, false); array<boolean>",
                "array(array(1f)); array<array<float>>"
            })
    void refusesAnEmbeddingOfAnotherType(String expression, String type) {
        bench.save(bench.cellsWith("X_pca", expression));
        bench.correct("--embedding", "X_pca")
                .fails(ExitCode.BAD_DATA, "column 'X_pca' is of type " + type, "array<float>", "--embedding");
        bench.requireNoOutput();
    }

    @Test
    void refusesAColumnOfTextAmongThoseOfAPrefix() {
        bench.save(bench.cellsWith("PC_1", "cell").withColumn("PC_2", functions.lit("x")));
        bench.correct("--embedding", "PC_")
                .fails(ExitCode.BAD_DATA, "column 'PC_2' is of type string", "cast or rename");
        bench.requireNoOutput();
    }

    @Test
    void refusesABatchOfAnotherType() {
        bench.save(bench.cells());
        bench.correct("--batch", "X_pca")
                .fails(ExitCode.BAD_DATA, "batch column 'X_pca' is of type array<float>", "another --batch");
        bench.requireNoOutput();
    }

    @Test
    void refusesStrengthsOfColumnsAndLevelsThatAreNot() {
        bench.save(bench.cells());
        bench.correct("--method", "aligned", "--strength", "tissue=0.5")
                .fails(ExitCode.BAD_DATA, "names no batch column; the batch columns are donor", "--strength");
        bench.correct("--method", "aligned", "--strength", "donor:z=0")
                .fails(ExitCode.BAD_DATA, "no cell has 'z' in the batch column 'donor'; it has a, b, c", "--strength");
        bench.requireNoOutput();
    }

    @Test
    void countsCellsOfAnotherLength() {
        bench.save(bench.cellsWith("X_pca", "IF(cell % 100 = 99, slice(X_pca, 1, 3), X_pca)"));
        bench.correct()
                .fails(
                        ExitCode.BAD_DATA,
                        "embedding 'X_pca' has cells of different lengths",
                        "297 of 300 rows have length 4",
                        "3 rows of length 3",
                        "mend or filter");
        bench.requireNoOutput();
    }

    @Test
    void countsEmptyEmbeddingsWhereverTheyStand() {
        bench.save(bench.cellsWith("X_pca", "IF(cell = 0, array(), X_pca)").coalesce(1));
        bench.correct()
                .fails(
                        ExitCode.BAD_DATA,
                        "embedding 'X_pca' has cells of different lengths",
                        "299 of 300 rows have length 4",
                        "1 row of length 0");
        bench.requireNoOutput();
    }

    @Test
    void refusesEmbeddingsThatAreAllEmpty() {
        bench.save(bench.cellsWith("X_pca", "slice(X_pca, 1, 0)"));
        bench.correct()
                .fails(ExitCode.BAD_DATA, "no cell with an embedding 'X_pca' of at least one dimension", "--embedding");
        bench.requireNoOutput();
    }

    @Test
    void refusesInvalidRowsAndCountsThemByReason() {
        bench.save(broken());
        bench.correct()
                .fails(
                        ExitCode.BAD_DATA,
                        "5 of 300 rows cannot be corrected (embedding 'X_pca', batch 'donor')",
                        "1 row has no batch",
                        "2 rows, each of which has no embedding or a missing coordinate",
                        "2 rows, each of which has a coordinate that is NaN, infinite",
                        "--on-invalid drop",
                        "--on-invalid pass");
        bench.requireNoOutput();
    }

    @Test
    void dropsInvalidRowsWhenTold() {
        bench.save(broken());
        bench.correct("--on-invalid", "drop", "--id", "cell")
                .succeeds("Warning: 5 of 300 rows were left out of the output");
        requireCounts(300, 295, 0, 5, 295);
        assertThat(bench.summary().path("fingerprints").path("ids").asText())
                .isEqualTo(Identifiers.fingerprint(bench.output(), "cell"));
        assertThat(bench.output().count()).isEqualTo(295);
        assertThat(bench.output().filter("cell BETWEEN 1 AND 5").count()).isZero();
        assertThat(bench.output().filter("X_pca_corrected IS NULL").count()).isZero();
    }

    @Test
    void passesInvalidRowsAsTheyAreWhenTold() {
        bench.save(broken());
        bench.correct("--on-invalid", "pass")
                .succeeds("Warning: 5 of 300 rows were written with their embedding as it");
        requireCounts(300, 295, 5, 0, 300);
        requireUnchanged("X_pca_corrected <=> X_pca", 1, 2, 3, 4, 5);
    }

    @Test
    void passesInvalidRowsOfPrefixColumnsAsTheyAre() {
        bench.save(bench.cells()
                .selectExpr(
                        "cell",
                        "donor",
                        "IF(cell = 1, NULL, int(10 * X_pca[0])) AS PC_1",
                        "IF(cell = 2, float('Infinity'), X_pca[1]) AS PC_2",
                        "IF(cell = 3, 1e300D, double(X_pca[2])) AS PC_3"));
        bench.correct("--embedding", "PC_", "--on-invalid", "pass").succeeds();
        requireCounts(300, 297, 3, 0, 300);
        requireUnchanged("PC_corrected_1 <=> PC_1 AND PC_corrected_2 <=> PC_2 AND PC_corrected_3 <=> PC_3", 1, 2, 3);
    }

    @Test
    void passesInvalidVectorsAsTheyAre() {
        bench.save(bench.cellsWith("X_pca", "IF(cell = 1, array(0f, float('NaN'), 0f, 0f), X_pca)")
                .withColumn("X_pca", org.apache.spark.ml.functions.array_to_vector(functions.col("X_pca")))
                .withColumn("X_pca", functions.expr("IF(cell = 2, NULL, X_pca)")));
        bench.correct("--on-invalid", "pass").succeeds();
        requireCounts(300, 298, 2, 0, 300);
        requireUnchanged("string(X_pca_corrected) <=> string(X_pca)", 1, 2);
    }

    @Test
    void passesDoublesBeyondSinglePrecisionAsTheyAre() {
        bench.save(bench.cellsWith("X_pca", "transform(X_pca, x -> IF(cell = 1, 1e300D, double(x)))"));
        bench.correct()
                .fails(ExitCode.BAD_DATA, "1 row has a coordinate that is NaN, infinite or beyond single precision");
        bench.requireNoOutput();
        bench.correct("--on-invalid", "pass").succeeds();
        requireUnchanged("X_pca_corrected <=> X_pca", 1);
    }

    private void requireUnchanged(String condition, long... cells) {
        assertThat(bench.output()
                        .filter(condition)
                        .select("cell")
                        .orderBy("cell")
                        .collectAsList())
                .extracting(row -> row.getLong(0))
                .containsExactlyElementsOf(Arrays.stream(cells).boxed().toList());
    }

    @Test
    void refusesATableOfNothingButInvalidRows() {
        bench.save(bench.cellsWith("X_pca", "array(float('NaN'))"));
        bench.correct("--on-invalid", "drop")
                .fails(
                        ExitCode.BAD_DATA,
                        "none of the 300 rows is a usable cell",
                        "300 rows",
                        "NaN",
                        "--embedding X_pca");
        bench.requireNoOutput();
    }

    @Test
    void refusesATableWithoutRows() {
        bench.save(bench.cells().limit(0));
        bench.correct().fails(ExitCode.BAD_DATA, "no cell with an embedding 'X_pca'", "check that the input has rows");
        bench.requireNoOutput();
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
        requireCounts(300, 300, 0, 0, 300);
        assertThat(bench.summary().path("warnings").toString()).contains("one batch 'only'");
    }

    @Test
    void warnsOfNamesThatAreSeldomMeant() {
        bench.save(bench.cellsWith("donor", "CASE WHEN cell < 4 THEN 'nan' WHEN cell < 6 THEN 'b ' ELSE donor END"));
        String missing = "names batches by what others write for a missing value: 'nan' (4 cells)";
        String alike = "'b' (98 cells) and 'b ' (2 cells)";
        bench.correct().succeeds(missing, alike);
        assertThat(bench.summary().path("warnings").toString()).contains(missing, alike);
        bench.inspect().succeeds(missing, alike);
    }

    @ParameterizedTest
    @ValueSource(strings = {"moments", "adam"})
    void warnsOfABatchOfOneCell(String solver) {
        bench.save(bench.cellsWith("donor", "IF(cell = 0, 'lonely', donor)"));
        bench.correct("--solver", solver)
                .succeeds("Warning: 1 of 4 batches have a single cell and can hardly be corrected: 'lonely'.");
        requireCounts(300, 300, 0, 0, 300);
    }

    @Test
    void refusesABatchColumnOfIdentifiersUnlessForced() {
        bench.save(bench.cells());
        bench.correct("--batch", "cell")
                .fails(
                        ExitCode.BAD_DATA,
                        "batch column 'cell' has 300 values for 300 cells",
                        "identifiers",
                        "'0'",
                        "another --batch",
                        "--force");
        bench.requireNoOutput();
        bench.correct("--batch", "cell", "--force").succeeds("in 300 batches");
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
        bench.save(broken());
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
    void refusesAColumnOfTheOutputsName() {
        bench.save(bench.cellsWith("X_pca_corrected", "1"));
        bench.correct("--embedding", "X_pca")
                .fails(ExitCode.BAD_DATA, "a column 'X_pca_corrected' already", "--output-col");
        bench.correct("--embedding", "X_pca", "--output-col", "DONOR")
                .fails(ExitCode.BAD_DATA, "a column 'donor' already", "--output-col");
        bench.requireNoOutput();
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

    private Dataset<Row> broken() {
        return bench.cellsWith("X_pca", BROKEN).withColumn("donor", functions.expr("IF(cell = 5, NULL, donor)"));
    }

    private void requireCounts(long read, long corrected, long unchanged, long dropped, long written) {
        JsonNode counts = bench.counts();
        assertThat(List.of(
                        counts.path("read").asLong(),
                        counts.path("corrected").asLong(),
                        counts.path("unchanged").asLong(),
                        counts.path("dropped").asLong(),
                        counts.path("written").asLong()))
                .containsExactly(read, corrected, unchanged, dropped, written);
        assertThat(bench.output().count()).isEqualTo(written);
    }
}
