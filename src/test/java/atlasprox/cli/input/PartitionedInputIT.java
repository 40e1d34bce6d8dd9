package atlasprox.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import atlasprox.cli.failure.ExitCode;
import atlasprox.read.CellSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders partitioned Hive-style: what is read in partitions is written in the same partitions. */
@ExtendWith(SparkExtension.class)
class PartitionedInputIT {
    /** Texts that Spark would take for numbers, dates and truth values, and signs that are escaped in folders' names. */
    private static final String PLATE =
            "element_at(array('007', '1e2', NULL, '2024-01-01', 'a/b=50% || c'), int(cell % 5) + 1)";

    private static final String INFERENCE = "spark.sql.sources.partitionColumnTypeInference.enabled";

    @TempDir
    private Path folder;

    private SparkSession spark;
    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession session) {
        spark = session;
        bench = new Workbench(spark, folder);
    }

    @Test
    void writesTheFoldersThatItReads() throws IOException {
        save("cells", plates(), "plate", "type");
        String inference = spark.conf().get(INFERENCE);
        bench.correct().succeeds("Corrected 300 of 300 cells in 3 batches");
        assertThat(folders("out"))
                .isEqualTo(folders("cells"))
                .contains("plate=007/type=B")
                .hasSize(10);
        assertThat(rows("out", "cell", "plate", "type", "donor", "X_pca"))
                .isEqualTo(Workbench.ordered(plates(), "cell", "plate", "type", "donor", "X_pca"));
        assertThat(spark.conf().get(INFERENCE)).isEqualTo(inference);
        bench.requireNothingUnfinished();
    }

    @Test
    void correctsAsItDoesWithoutPartitions() {
        save("cells", plates(), "plate");
        bench.correct().succeeds();
        bench.save("flat", plates());
        bench.correct("--input", bench.path("flat"), "--output", bench.path("flat_out"))
                .succeeds();
        assertThat(rows("out", "cell", "X_pca_corrected")).isEqualTo(rows("flat_out", "cell", "X_pca_corrected"));
    }

    @Test
    void takesAPartitionColumnForTheBatch() throws IOException {
        save("cells", plates().filter("plate IS NOT NULL"), "plate");
        bench.correct("--batch", "plate").succeeds("in 4 batches");
        assertThat(bench.summary().path("fit").path("batches").findValuesAsText("batch"))
                .containsExactly("007", "1e2", "2024-01-01", "a/b=50% || c");
        assertThat(folders("out")).isEqualTo(folders("cells"));
    }

    @Test
    void writesTheFoldersThatApplyAndExtendRead() throws IOException {
        save("cells", plates().filter("donor != 'c'"), "plate");
        save("newer", plates().filter("donor = 'c'"), "type", "plate");
        bench.fit("--method", "aligned").succeeds();
        bench.apply().succeeds();
        assertThat(folders("out")).isEqualTo(folders("cells"));
        bench.extend("--input", bench.path("newer"), "--output", bench.path("extended"))
                .succeeds();
        assertThat(folders("extended")).isEqualTo(folders("newer"));
    }

    /** pyarrow escapes the bytes of UTF-8 beyond ASCII one by one, which Spark reads as a letter each. */
    @Test
    void readsTheNamesThatPyarrowEscapes() throws IOException {
        assumeThat(System.getProperty("sun.jnu.encoding"))
                .as("files of any name")
                .isEqualTo("UTF-8");
        save("cells", bench.cellsWith("plate", "IF(cell < 150, 'Zürich', 'Ž 1')"), "plate");
        Files.move(folder.resolve("cells/plate=Zürich"), folder.resolve("cells/plate=Z%C3%BCrich"));
        Files.move(folder.resolve("cells/plate=Ž 1"), folder.resolve("cells/plate=%C5%BD%201"));
        bench.correct("--batch", "plate").succeeds("in 2 batches");
        assertThat(bench.summary().path("fit").path("batches").findValuesAsText("batch"))
                .containsExactly("Zürich", "Ž 1");
        assertThat(folders("out")).containsExactlyInAnyOrder("plate=Zürich", "plate=Ž 1");
    }

    @Test
    void readsSeveralInputsOfTheSamePartitions() throws IOException {
        save("first", plates().filter("cell < 100"), "plate", "type");
        save(
                "second",
                plates().filter("cell >= 100").select("X_pca", "type", "plate", "donor", "cell"),
                "plate",
                "type");
        correctBoth().succeeds("Corrected 300 of 300 cells");
        assertThat(folders("out")).hasSize(10);
        assertThat(rows("out", "cell", "plate", "type", "donor", "X_pca"))
                .isEqualTo(Workbench.ordered(plates(), "cell", "plate", "type", "donor", "X_pca"));
    }

    @ParameterizedTest
    @CsvSource({
        "'plate,type', 'type,plate', 'is partitioned by plate, type', 'is partitioned by type, plate'",
        "plate, 'plate,type', is partitioned by plate, 'is partitioned by plate, type'"
    })
    void refusesInputsOfDifferentPartitions(String first, String second, String one, String other) {
        save("first", plates().filter("cell < 100"), first.split(","));
        save("second", plates().filter("cell >= 100"), second.split(","));
        correctBoth().fails(ExitCode.BAD_DATA, bench.path("first") + " " + one, bench.path("second") + " " + other);
        bench.requireNoOutput();
    }

    @Test
    void refusesPartitionedInputsOfDifferentColumns() {
        save("first", plates().filter("cell < 100"), "plate");
        save("second", plates().filter("cell >= 100").withColumnRenamed("type", "kind"), "plate");
        correctBoth().fails(ExitCode.BAD_DATA, "must be alike", "type (string)", "kind (string)");
        bench.requireNoOutput();
    }

    /** Spark would leave these cells out without a word. */
    @Test
    void refusesFilesBesideThePartitionFolders() throws IOException {
        save("cells", plates(), "plate");
        Path beside = bench.saveFile("beside.parquet", plates());
        bench.correct("--input", bench.path("cells"), "--input", beside.toString())
                .fails(ExitCode.BAD_DATA, "is partitioned by plate, and", "beside.parquet is not partitioned");
        Files.copy(beside, folder.resolve("cells/beside.parquet"));
        bench.correct().fails(ExitCode.BAD_DATA, "beside.parquet lies in none of the folders", "by plate");
        bench.requireNoOutput();
    }

    @Test
    void refusesFoldersOfDifferentPartitionsWithinOneInput() {
        save("cells/first", plates().filter("cell < 100"), "plate");
        save("cells/second", plates().filter("cell >= 100"), "plate");
        bench.correct().fails(ExitCode.BAD_DATA, "not partitioned in one way", "--input of its own");
        bench.requireNoOutput();
    }

    private Dataset<Row> plates() {
        return bench.cellsWith("plate", PLATE);
    }

    private void save(String name, Dataset<Row> table, String... partitions) {
        table.write().partitionBy(partitions).parquet(bench.path(name));
    }

    private CommandLineRun correctBoth() {
        return bench.correct("--input", bench.path("first"), "--input", bench.path("second"));
    }

    private List<Row> rows(String name, String... columns) {
        return Workbench.ordered(
                CellSources.open(spark, List.of(bench.path(name)), Optional.empty())
                        .rows(),
                columns);
    }

    /** The folders that hold Parquet files, those of the program left out. */
    private Set<String> folders(String name) throws IOException {
        Path root = folder.resolve(name);
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .map(file -> root.relativize(file.getParent()).toString())
                    .filter(path -> !path.startsWith("_"))
                    .collect(Collectors.toSet());
        }
    }
}
