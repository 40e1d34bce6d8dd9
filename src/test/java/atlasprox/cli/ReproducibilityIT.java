package atlasprox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.failure.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same cells, settings and seed give the same bits, however the cells are laid out and however many tasks run side by side. */
@ExtendWith(SparkExtension.class)
class ReproducibilityIT {
    private static final List<String> LAYOUTS = List.of("one", "two", "seven", "shuffled");

    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
        bench.save("one", bench.cells().coalesce(1));
        bench.save("two", bench.cells());
        bench.save("seven", bench.cells().repartition(7, functions.expr("hash(cell, 1)")));
        bench.save("shuffled", bench.read("one").orderBy(functions.xxhash64(functions.col("cell"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--theta 2", "--max-fit-cells 150", "--batch donor,type"})
    void alignedGivesTheSameBitsForOneTwoAndSevenFilesInAnyOrder(String options) {
        Map<String, Map<Object, List<Integer>>> corrected = new TreeMap<>();
        for (String layout : LAYOUTS) {
            bench.correct(line(layout, options)).succeeds();
            corrected.put(layout, bits());
        }
        assertThat(LAYOUTS.stream().map(name -> bench.read(name).inputFiles().length))
                .startsWith(1, 2, 7);
        assertThat(corrected.get("one")).hasSize(300);
        assertThat(corrected.values()).allSatisfy(bits -> assertThat(bits).isEqualTo(corrected.get("one")));
    }

    @Test
    void alignedGivesTheSameBitsOnOneCore() {
        bench.correct(line("two", "")).succeeds();
        Map<Object, List<Integer>> expected = bits();
        Stream<String> command = Stream.of("correct", "--batch", "donor", "--output", bench.path("out"));
        String[] line = Stream.concat(command, Stream.of(line("seven", ""))).toArray(String[]::new);
        OwnJvm.run(List.of("-Dspark.master=local[1]"), line).ends(ExitCode.OK, "Corrected 300 of 300 cells");
        assertThat(bits()).isEqualTo(expected);
    }

    private String[] line(String layout, String options) {
        Stream<String> usual = Stream.of(
                "--input", bench.path(layout), "--method", "aligned", "--rounds", "4", "--seed", "3", "--overwrite");
        return Stream.concat(usual, Stream.of(options.split(" ")).filter(option -> !option.isEmpty()))
                .toArray(String[]::new);
    }

    private Map<Object, List<Integer>> bits() {
        return bench.output("cell", "X_pca_corrected").stream()
                .collect(Collectors.toMap(row -> row.get(0), row -> row.<Float>getList(1).stream()
                        .map(Float::floatToRawIntBits)
                        .toList()));
    }
}
