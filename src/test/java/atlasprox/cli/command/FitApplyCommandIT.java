package atlasprox.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.failure.Failures;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model on disk: saved by one command, used by another on other cells. */
@ExtendWith(SparkExtension.class)
class FitApplyCommandIT {
    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
        bench.save(bench.cells());
    }

    @Test
    void fitWritesAModelAndNothingElse() {
        bench.fit().succeeds("Fitted scbatchprox on 278 of 300 cells in 3 batches", "model", bench.path("model"));
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("cells", "model");
        assertThat(folder.resolve("model").toFile().list())
                .containsExactlyInAnyOrder(
                        "metadata", "data", "checksums.sha256", ".checksums.sha256.crc", "_atlasprox");
        assertThat(folder.resolve("model/_atlasprox").toFile().list())
                .containsExactlyInAnyOrder("files.tsv", ".files.tsv.crc");
    }

    @Test
    void fitReplacesAModelOnlyWhenTold() throws IOException {
        bench.fit().succeeds();
        byte[] first = metadata();
        bench.fit("--seed", "5")
                .fails(ExitCode.USAGE, "the folder " + bench.path("model") + " exists", "--model", "--overwrite");
        assertThat(metadata()).isEqualTo(first);
        bench.fit("--seed", "5", "--overwrite").succeeds();
        assertThat(metadata()).isNotEqualTo(first);
        bench.requireNothingUnfinished();
    }

    @Test
    void fitLeavesNothingBehindWhenItFails() {
        bench.fit("--batch", "plate").fails(ExitCode.BAD_DATA, "no batch column 'plate'");
        bench.fit("--model", bench.path("cells/model")).fails(ExitCode.USAGE, "inputs are never changed", "--model");
        bench.requireNoOutput();
        assertThat(folder.resolve("cells/model")).doesNotExist();
    }

    @Test
    void applyEqualsCorrectOnTheSameCells() {
        bench.correct("--output", bench.path("corrected")).succeeds();
        bench.apply("--model", bench.path("corrected/_atlasprox/model")).succeeds("Corrected 300 of 300 cells");
        assertThat(bench.output("cell", "X_pca_corrected"))
                .isEqualTo(Workbench.ordered(bench.read("corrected"), "cell", "X_pca_corrected"));
    }

    @Test
    void applyToUnseenCellsEqualsTheTableByHand() {
        bench.fit().succeeds();
        bench.save("unseen", bench.cells(1000, 1100));
        bench.apply("--input", bench.path("unseen")).succeeds("Corrected 100 of 100 cells");
        Dataset<Row> byHand = bench.read("unseen")
                .join(bench.read("model/data/adapters").withColumnRenamed("batch", "donor"), "donor")
                .withColumn(
                        "X_pca_corrected", functions.expr("transform(X_pca, (x, j) -> float(gamma[j] * x + beta[j]))"));
        assertThat(bench.output("cell", "X_pca_corrected"))
                .hasSize(100)
                .isEqualTo(Workbench.ordered(byHand, "cell", "X_pca_corrected"));
        assertThat(bench.output().filter("X_pca = X_pca_corrected").count()).isZero();
    }

    @Test
    void applyWritesASummaryAndAReportButNoSecondModel() {
        bench.fit().succeeds();
        CommandLineRun run = bench.apply().succeeds("summary", "report");
        assertThat(run.out()).doesNotContain("_atlasprox/model");
        assertThat(bench.summary().path("command").asText()).isEqualTo("apply");
        assertThat(bench.summary().path("settings").path("solver").asText()).isEqualTo("moments");
        assertThat(folder.resolve("out/_atlasprox").toFile().list()).contains("run.json", "report.html");
        assertThat(folder.resolve("out/_atlasprox/model")).doesNotExist();
    }

    @Test
    void applyTakesOtherColumnNames() {
        bench.fit().succeeds();
        bench.save("renamed", bench.cells().withColumnRenamed("donor", "sample").withColumnRenamed("X_pca", "X_new"));
        bench.apply("--input", bench.path("renamed"))
                .fails(ExitCode.BAD_DATA, "no batch column 'donor'", "sample (string)");
        bench.requireNothingUnfinished();
        bench.apply("--input", bench.path("renamed"), "--batch", "sample", "--embedding", "X_new")
                .succeeds("column X_new_corrected");
    }

    @Test
    void applyRefusesUnknownBatchesByNameAndCellCount() {
        bench.fit().succeeds();
        bench.save("newer", newer());
        bench.apply("--input", bench.path("newer"))
                .fails(
                        ExitCode.BAD_DATA,
                        "the model does not know 2 of 5 batches",
                        "'d' (30 cells)",
                        "'e' (1 cell)",
                        "--unknown-batch pass");
        assertThat(folder.resolve("out")).doesNotExist();
        bench.requireNothingUnfinished();
    }

    /** A table may change after it was checked; what a task finds then must not end as a failure of Spark. */
    @Test
    void aCauseFoundInATaskIsReportedAsItself() {
        bench.fit().succeeds();
        Dataset<Row> corrected = BatchRefinerModel.load(bench.path("model")).transform(newer());
        Throwable failure = catchThrowable(
                () -> corrected.write().format("noop").mode("overwrite").save());
        assertThat(failure).isInstanceOf(SparkException.class);
        assertThat(Failures.exitCode(failure)).isEqualTo(ExitCode.BAD_DATA);
        assertThat(failure).hasStackTraceContaining("the model does not know the batch '");
    }

    @Test
    void applyPassesCellsOfUnknownBatchesWhenTold() {
        bench.fit().succeeds();
        bench.save("newer", newer());
        bench.apply("--input", bench.path("newer"), "--unknown-batch", "pass")
                .succeeds(
                        "Corrected 269 of 300 cells",
                        "Warning: 31 of 300 rows were written with their embedding as it");
        JsonNode counts = bench.counts();
        assertThat(counts.path("corrected").asLong()).isEqualTo(269);
        assertThat(counts.path("unchanged").asLong()).isEqualTo(31);
        assertThat(counts.path("written").asLong()).isEqualTo(300);
        assertThat(bench.output().filter("X_pca = X_pca_corrected").count()).isEqualTo(31);
        assertThat(bench.output()
                        .filter("X_pca = X_pca_corrected AND donor IN ('d', 'e')")
                        .count())
                .isEqualTo(31);
    }

    private Dataset<Row> newer() {
        return bench.cellsWith("donor", "CASE WHEN cell = 0 THEN 'e' WHEN cell % 10 = 1 THEN 'd' ELSE donor END");
    }

    @Test
    void applyDropsInvalidRowsAndPassesUnknownBatchesAtOnce() {
        bench.fit().succeeds();
        bench.save("newer", newer().withColumn("X_pca", functions.expr("IF(cell IN (11, 12), NULL, X_pca)")));
        bench.apply("--input", bench.path("newer"), "--unknown-batch", "pass")
                .fails(ExitCode.BAD_DATA, "2 of 300 rows");
        bench.apply("--input", bench.path("newer"), "--unknown-batch", "pass", "--on-invalid", "drop")
                .succeeds();
        assertThat(bench.counts().path("corrected").asLong()).isEqualTo(268);
        assertThat(bench.counts().path("unchanged").asLong()).isEqualTo(30);
        assertThat(bench.counts().path("dropped").asLong()).isEqualTo(2);
        assertThat(bench.output().count()).isEqualTo(298);
    }

    @Test
    void applyRefusesAnEmbeddingOfAnotherDimension() {
        bench.fit().succeeds();
        bench.save("shorter", bench.cellsWith("X_pca", "slice(X_pca, 1, 3)"));
        bench.apply("--input", bench.path("shorter"))
                .fails(
                        ExitCode.BAD_DATA,
                        "embedding 'X_pca' has 3 dimensions",
                        "the model was fitted on 4",
                        "--embedding");
        assertThat(folder.resolve("out")).doesNotExist();
        bench.requireNothingUnfinished();
    }

    @Test
    void applyRefusesAModelFolderThatIsNotThere() {
        bench.apply("--model", bench.path("nowhere"))
                .fails(ExitCode.BAD_DATA, "there is no model in " + bench.path("nowhere"), "--model", "fit wrote");
        bench.requireNoOutput();
    }

    @Test
    void applyRefusesAFolderThatIsNoModel() throws IOException {
        Files.createDirectory(folder.resolve("empty"));
        bench.save("table", bench.cells());
        bench.correct("--output", bench.path("corrected")).succeeds();
        for (String other : new String[] {"empty", "table", "corrected"}) {
            bench.apply("--model", bench.path(other))
                    .fails(ExitCode.BAD_DATA, "there is no model in " + bench.path(other), "_atlasprox/model");
        }
        new BatchRefiner().save(bench.path("refiner"));
        bench.apply("--model", bench.path("refiner"))
                .fails(ExitCode.BAD_DATA, "cannot read the model " + bench.path("refiner"), "BatchRefiner", "--model");
        bench.requireNoOutput();
    }

    @Test
    void applyRefusesAModelWithoutItsTable() throws IOException {
        bench.fit().succeeds();
        try (var files = Files.list(folder.resolve("model/data/adapters"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        bench.apply()
                .fails(
                        ExitCode.BAD_DATA,
                        "the model " + bench.path("model") + " is not as it was saved",
                        "the file data/adapters/part-",
                        "is missing",
                        "fit it again");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void applyRefusesAModelOfALaterFormat() throws IOException {
        bench.fit().succeeds();
        Path file = metadataFile();
        String later = Files.readString(file).replaceFirst("\"formatVersion\":\\d+", "\"formatVersion\":99");
        Files.writeString(file, later);
        Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
        renewChecksums();
        bench.apply()
                .fails(
                        ExitCode.BAD_DATA,
                        "the model " + bench.path("model") + " has format version 99",
                        "reads versions 1 to 6",
                        "update it");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata", "data/adapters"})
    void applyRefusesAModelThatWasTamperedWith(String part) throws IOException {
        bench.fit().succeeds();
        Path file = partOf(part);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        String name = part + "/" + file.getFileName();
        bench.apply().fails(ExitCode.BAD_DATA, "is not as it was saved", "the file " + name, "fit it again");
        // Without Hadoop's own checksum, as after a copy by other programs.
        Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
        bench.apply().fails(ExitCode.BAD_DATA, "the checksum of the file " + name + " is ", "was saved");
        CommandLineRun.of("model", "show", "--model", bench.path("model"))
                .fails(ExitCode.BAD_DATA, "the checksum of the file " + name);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void applyRefusesAModelWithAFileTooMany() throws IOException {
        bench.fit().succeeds();
        Files.copy(partOf("data/adapters"), folder.resolve("model/data/adapters/part-99999.parquet"));
        bench.apply()
                .fails(
                        ExitCode.BAD_DATA,
                        "the file data/adapters/part-99999.parquet was not saved with it",
                        "fit it again");
    }

    @Test
    void applyRefusesAModelWithoutItsChecksums() throws IOException {
        bench.fit().succeeds();
        Path list = folder.resolve("model/checksums.sha256");
        Files.writeString(list, "nonsense");
        Files.delete(list.resolveSibling(".checksums.sha256.crc"));
        bench.apply().fails(ExitCode.BAD_DATA, "its checksums.sha256 is no list of checksums", "fit it again");
        Files.delete(list);
        bench.apply().fails(ExitCode.BAD_DATA, "the file checksums.sha256 is missing", "fit it again");
    }

    /** A folder moved or copied as a whole is the same model. */
    @Test
    void applyTakesACopyWithoutHadoopsFiles() throws IOException {
        bench.fit().succeeds();
        Path copy = folder.resolve("a copy");
        try (var files = Files.walk(folder.resolve("model"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(folder.resolve("model").relativize(file));
                Files.createDirectories(target.getParent());
                if (!file.getFileName().toString().startsWith(".")) {
                    Files.copy(file, target);
                }
            }
        }
        bench.apply("--model", copy.toString()).succeeds("Corrected 300 of 300 cells");
    }

    /** As whoever changes a model on purpose would. */
    private void renewChecksums() throws IOException {
        Path list = folder.resolve("model/checksums.sha256");
        String name = "metadata/" + metadataFile().getFileName();
        String digest = HexFormat.of().formatHex(sha256().digest(metadata()));
        Files.writeString(
                list,
                Files.readAllLines(list).stream()
                        .map(line -> line.endsWith(name) ? digest + "  " + name : line)
                        .collect(Collectors.joining("\n")));
        Files.delete(list.resolveSibling(".checksums.sha256.crc"));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void applyLeavesTheModelAlone() throws IOException {
        bench.fit().succeeds();
        byte[] before = metadata();
        bench.apply("--output", bench.path("model"), "--overwrite")
                .fails(ExitCode.USAGE, "the folder " + bench.path("model"), "inputs are never changed");
        assertThat(metadata()).isEqualTo(before);
    }

    private byte[] metadata() throws IOException {
        return Files.readAllBytes(metadataFile());
    }

    private Path metadataFile() throws IOException {
        return partOf("metadata");
    }

    private Path partOf(String part) throws IOException {
        try (var files = Files.list(folder.resolve("model").resolve(part))) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .filter(file -> file.toFile().length() > 0)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
