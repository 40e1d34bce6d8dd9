package atlasprox.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.Main;
import atlasprox.cli.failure.ExitCode;
import atlasprox.read.CellSources;
import atlasprox.read.table.CountChoice;
import atlasprox.read.table.CountSource;
import atlasprox.synth.Composition;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
class SynthCommandSparkTest {
    private final StringWriter printed = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void writesParquetOnceUnlessToldToOverwrite(SparkSession spark) {
        String output = folder.resolve("cells").toString();
        String[] arguments = {"--output", output, "--cells", "60", "--batches", "3", "--partitions", "2"};
        assertThat(run(arguments)).isZero();
        assertThat(printed.toString()).isEqualToIgnoringNewLines("Wrote 60 cells to " + output);
        assertThat(spark.read().parquet(output).select("batch").distinct().count())
                .isEqualTo(3);
        assertThat(run(arguments)).isNotZero();
        assertThat(run("--output", output, "--cells", "70", "--overwrite")).isZero();
        assertThat(spark.read().parquet(output).count()).isEqualTo(70);
    }

    @Test
    void writesH5adByItsName(SparkSession spark) {
        Path output = folder.resolve("cells.h5ad");
        assertThat(run("--output", output.toString(), "--cells", "60", "--embedding", "X_scVI"))
                .isZero();
        try (HdfFile file = new HdfFile(output)) {
            assertThat(file.getDatasetByPath("obsm/X_scVI").getDimensions()).containsExactly(60, 20);
            assertThat(file.getDatasetByPath("obsm/X_truth").getDimensions()).containsExactly(60, 20);
        }
    }

    @Test
    void writesCountsThatAreReadBackAlike(SparkSession spark) {
        String[] made = {"--cells", "60", "--genes", "30", "--depth", "50", "--embedding", "none", "--truth", "none"};
        Path file = folder.resolve("cells.h5ad");
        Path table = folder.resolve("cells");
        for (Path output : List.of(file, table)) {
            String[] arguments = Stream.concat(Stream.of("--output", output.toString()), Stream.of(made))
                    .toArray(String[]::new);
            assertThat(run(arguments)).isZero();
        }
        CountSource read = counts(spark, file);
        assertThat(read.genes())
                .hasSize(30)
                .startsWith("gene_00", "gene_01")
                .isEqualTo(counts(spark, table).genes());
        assertThat(values(read)).hasSize(60).isEqualTo(values(counts(spark, table)));
    }

    private static CountSource counts(SparkSession spark, Path input) {
        return CellSources.counts(spark, List.of(input.toString()), new CountChoice("X", Optional.empty()));
    }

    private static Map<String, Vector> values(CountSource source) {
        return source.cells().rows().select("cell_id", source.column()).collectAsList().stream()
                .collect(Collectors.toMap(row -> row.getString(0), row -> row.<Vector>getAs(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"depth", "depth-deviation", "gene-effect"})
    void refusesWhatIsSaidOfCountsWhereThereAreNone(String option) {
        assertThat(run("--output", "cells.h5ad", "--" + option, "1.5")).isEqualTo(ExitCode.USAGE);
        assertThat(printed.toString()).contains(option + " 1.5 has no meaning without counts; set --genes");
    }

    @Test
    void replacesH5adOnlyWhenTold(SparkSession spark) throws IOException {
        Path output = folder.resolve("precious.h5ad");
        Files.writeString(output, "precious");
        assertThat(run("--output", output.toString())).isNotZero();
        assertThat(printed.toString()).contains("the file " + output + " exists; name another one by --output");
        assertThat(output).hasContent("precious");
        assertThat(run("--output", output.toString(), "--overwrite")).isEqualTo(ExitCode.USAGE);
        assertThat(printed.toString()).contains("the file " + output + " was not written by this program");
        assertThat(output).hasContent("precious");
        Files.delete(output);
        assertThat(run("--output", output.toString())).isZero();
        assertThat(run("--output", output.toString(), "--cells", "5000", "--overwrite"))
                .isZero();
        assertThat(Files.size(output)).isGreaterThan(500_000);
    }

    @ParameterizedTest
    @CsvSource({
        "--cells, 0, 'cells must be from 1 to 10000000000, got 0'",
        "--partitions, 0, 'partitions must be at least 1, got 0'",
        "--cells, 9000000, 'h5ad output is for small tables: 9000000 cells of 40 coordinates'",
        "--composition, mixed, partly-disjoint",
        "--genes, -1, 'genes must be from 0 to 100000, got -1'",
        "--dropout, 0.5, 'dropout 0.5 has no meaning without counts; set --genes'",
        "--concentration, 0, 'concentration must be from 0.001 to 1000.0, got 0.0'"
    })
    void refusesBadArguments(String option, String value, String message) {
        assertThat(run("--output", "cells.h5ad", option, value)).isEqualTo(ExitCode.USAGE);
        assertThat(printed.toString()).contains(message);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRICHLET")
    void refusesAConcentrationWhereNothingIsDrawn(Composition composition) {
        assertThat(run("--output", "cells.h5ad", "--composition", composition.toString(), "--concentration", "0.3"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(printed.toString())
                .contains("concentration 0.3 has no meaning in composition " + composition)
                .contains("set --composition dirichlet, or leave --concentration out");
    }

    @Test
    void refusesAConcentrationWhereNoCompositionIsNamed() {
        assertThat(run("--output", "cells.h5ad", "--concentration", "0.3")).isEqualTo(ExitCode.USAGE);
        assertThat(printed.toString()).contains("concentration 0.3 has no meaning in composition balanced");
    }

    @Test
    void aSmallerConcentrationLeavesABatchFewerTypes(SparkSession spark) {
        assertThat(typesInABatch(spark, "0.01")).isLessThan(2);
        assertThat(typesInABatch(spark, "0.3")).isBetween(2.0, 7.0);
        assertThat(typesInABatch(spark, "100")).isEqualTo(8);
    }

    private double typesInABatch(SparkSession spark, String concentration) {
        String output = folder.resolve(concentration).toString();
        assertThat(run(
                        "--output",
                        output,
                        "--cells",
                        "4000",
                        "--batches",
                        "20",
                        "--dimension",
                        "2",
                        "--composition",
                        "dirichlet",
                        "--concentration",
                        concentration))
                .isZero();
        return spark.read()
                        .parquet(output)
                        .select("batch", "cell_type")
                        .distinct()
                        .count()
                / 20.0;
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3a://atlas/cells.h5ad", "file:/tmp/cells.h5ad", "hdfs:/cells.h5ad"})
    void refusesH5adOnARemoteDisk(String output) {
        assertThat(run("--output", output)).isEqualTo(ExitCode.USAGE);
        assertThat(printed.toString()).contains("output must be a local file when its name ends in .h5ad");
    }

    @Test
    void helpShowsTheDefaults() {
        assertThat(run("--help")).isZero();
        assertThat(printed.toString().replaceAll("\\s+", " "))
                .contains("cells in all (default: 4000)")
                .contains(
                        "balanced, partly-disjoint, single-type, imbalance, disjoint, rare-type, dirichlet (default: balanced)")
                .contains("column of the embedding, none for no such column (default: X_pca)")
                .doesNotContain("${");
    }

    private int run(String... arguments) {
        PrintWriter writer = new PrintWriter(printed, true);
        String[] command =
                Stream.concat(Stream.of("synth"), Stream.of(arguments)).toArray(String[]::new);
        return Main.run(writer, writer, command);
    }
}
