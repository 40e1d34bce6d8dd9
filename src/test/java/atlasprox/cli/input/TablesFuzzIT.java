package atlasprox.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import atlasprox.cli.failure.ExitCode;
import atlasprox.fuzz.Fuzzing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.apache.commons.io.FileUtils;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** Any table, with any settings: corrected in full, or refused for the settings (2) or the table (3); a run never fails (4). */
class TablesFuzzIT {
    private static final Map<String, List<String>> SETTINGS = Map.ofEntries(
            Map.entry("--method", List.of("aligned", "aligned", "aligned", "scbatchprox")),
            Map.entry("--rounds", List.of("1", "2", "3", "0")),
            Map.entry("--start", List.of("auto", "none", "shift", "all")),
            Map.entry("--prototypes", List.of("0", "2", "3", "100", "1")),
            Map.entry("--sigma", List.of("0.001", "0.1", "10", "0")),
            Map.entry("--theta", List.of("0", "2", "50")),
            Map.entry("--alpha", List.of("0.001", "0.2", "100")),
            Map.entry("--ridge", List.of("0.001", "2", "1000")),
            Map.entry("--inner-iterations", List.of("1", "2", "7")),
            Map.entry("--gap-limit", List.of("0.01", "1.5", "100")),
            Map.entry("--strength", List.of("donor=0", "donor=0.5", "donor:a=0", "plate=1", "donor=2")),
            Map.entry("--huber-cutoff", List.of("0.1", "2", "1e6")),
            Map.entry("--false-alarms", List.of("1e-9", "0.001", "0.5", "1")),
            Map.entry("--min-cells", List.of("1", "2", "20", "0")),
            Map.entry("--tolerance", List.of("0", "0.5")),
            Map.entry("--max-fit-cells", List.of("0", "1", "10")),
            Map.entry("--solver", List.of("moments", "adam")),
            Map.entry("--minibatch-size", List.of("1", "256")),
            Map.entry("--mu", List.of("0", "1", "1000")),
            Map.entry("--lambda", List.of("0", "1")),
            Map.entry("--regularizer", List.of("l2", "identity")),
            Map.entry("--train-fraction", List.of("0.5", "1", "1.5")),
            Map.entry("--standardize", List.of("true", "false")),
            Map.entry("--on-invalid", List.of("fail", "drop", "pass")),
            Map.entry("--seed", List.of("-1", "9223372036854775807")));

    private static SparkSession spark;
    private static Path folder;

    @BeforeContainer
    static void makeFolder() throws IOException {
        spark = SparkExtension.open();
        UDF1<Vector, double[]> array = vector -> vector == null ? null : vector.toArray();
        spark.udf().register("coordinates", array, DataTypes.createArrayType(DataTypes.DoubleType, false));
        folder = Files.createTempDirectory("tables");
    }

    @AfterContainer
    static void deleteFolder() throws IOException {
        FileUtils.deleteDirectory(folder.toFile());
    }

    @Property(tries = Fuzzing.MANY, seed = "1", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @AddLifecycleHook(Fuzzing.class)
    @Fuzzing.Seconds(40)
    void areCorrectedOrRefused(@ForAll long number) throws Exception {
        Random random = new Random(Fuzzing.seed(number));
        AnyTable table = AnyTable.draw(random);
        Path place = folder.resolve(String.valueOf(number));
        Workbench bench = new Workbench(spark, place);
        bench.save(table.in(spark));
        List<String> line = settings(random);
        line.addAll(List.of("--embedding", table.embedding(), "--score", "false"));
        CommandLineRun run = Fuzzing.within(() -> bench.correct(line.toArray(String[]::new)));
        String what = line + " on " + table + ": " + run;
        Statistics.label("exit code").collect(run.exitCode());
        assertThat(run.exitCode()).as(what).isIn(ExitCode.OK, ExitCode.USAGE, ExitCode.BAD_DATA);
        assertThat(run.err()).as(what).doesNotContain("\tat ", "Exception");
        if (run.exitCode() == ExitCode.OK) {
            requireAllCorrected(table, bench, line.contains("drop"), what);
        } else {
            assertThat(run.err().lines().count()).as(what).isBetween(1L, 3L);
            bench.requireNoOutput();
        }
        FileUtils.deleteDirectory(place.toFile());
    }

    @Property(tries = Fuzzing.MANY, seed = "2", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @AddLifecycleHook(Fuzzing.class)
    @Fuzzing.Seconds(15)
    void areInspected(@ForAll long number) throws Exception {
        AnyTable table = AnyTable.draw(new Random(Fuzzing.seed(number)));
        Path place = folder.resolve("i" + number);
        Workbench bench = new Workbench(spark, place);
        bench.save(table.in(spark));
        CommandLineRun run = Fuzzing.within(() -> bench.inspect("--embedding", table.embedding(), "--force"));
        Statistics.label("exit code").collect(run.exitCode());
        assertThat(run.exitCode()).as(table + ": " + run).isIn(ExitCode.OK, ExitCode.BAD_DATA);
        assertThat(run.err()).as(table + ": " + run).doesNotContain("\tat ", "Exception");
        if (run.exitCode() == ExitCode.OK) {
            assertThat(run.out())
                    .contains(table.rows().size() + " usable of " + table.rows().size() + " rows");
            assertThat(table.usable()).isEqualTo(table.rows().size());
        }
        FileUtils.deleteDirectory(place.toFile());
    }

    /** A few settings, the others as they are by default; most of them allowed. */
    private static List<String> settings(Random random) {
        List<String> line = new ArrayList<>(List.of("--rounds", "2", "--force"));
        List<String> names = SETTINGS.keySet().stream().sorted().toList();
        for (int i = random.nextInt(6); i >= 0; i--) {
            String name = names.get(random.nextInt(names.size()));
            if (!line.contains(name)) {
                List<String> values = SETTINGS.get(name);
                line.addAll(List.of(name, values.get(random.nextInt(values.size()))));
            }
        }
        if (!line.contains("--method")) {
            line.addAll(List.of("--method", random.nextInt(4) == 0 ? "scbatchprox" : "aligned"));
        }
        if (!line.contains("--on-invalid")) {
            line.addAll(List.of("--on-invalid", List.of("drop", "pass", "fail").get(random.nextInt(3))));
        }
        return line;
    }

    private static void requireAllCorrected(AnyTable table, Workbench bench, boolean dropping, String what) {
        assertThat(bench.counts().path("corrected").asLong()).as(what).isEqualTo(table.usable());
        assertThat(bench.output().count())
                .as(what)
                .isEqualTo(dropping ? table.usable() : table.rows().size());
        assertThat(bench.output().filter(finite(table)).count()).as(what).isEqualTo(table.usable());
    }

    /** Of a cell's embedding and its corrected one, and a cell it must be: it has a batch. */
    private static String finite(AnyTable table) {
        String finite = "%1$s IS NOT NULL AND NOT isnan(%1$s) AND abs(double(%1$s)) < double('Infinity')";
        if (table.embedding().equals("PC_")) {
            List<String> conditions = new ArrayList<>(List.of("donor IS NOT NULL"));
            for (String name : table.schema().fieldNames()) {
                if (name.startsWith("PC_")) {
                    conditions.add(String.format(finite, name));
                    conditions.add(String.format(finite, name.replace("PC_", "PC_corrected_")));
                }
            }
            return String.join(" AND ", conditions);
        }
        boolean vector = table.schema().apply("X_pca").dataType().typeName().equals("vector");
        String all = "forall(%s, x -> " + String.format(finite, "x") + ")";
        return "donor IS NOT NULL AND "
                + String.format(all, vector ? "coordinates(X_pca)" : "X_pca") + " AND "
                + String.format(all, vector ? "coordinates(X_pca_corrected)" : "X_pca_corrected");
    }
}
