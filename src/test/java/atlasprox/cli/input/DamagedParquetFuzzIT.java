package atlasprox.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import atlasprox.cli.failure.ExitCode;
import atlasprox.fuzz.Damage;
import atlasprox.fuzz.Fuzzing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.apache.spark.sql.SparkSession;

/** Small Parquet files, damaged at random places: inspect reads them or refuses them as bad data; nothing else may happen. */
class DamagedParquetFuzzIT {
    private static Path folder;
    private static byte[] whole;

    @BeforeContainer
    static void writeWhole() throws IOException {
        folder = Files.createTempDirectory("damaged");
        SparkSession spark = SparkExtension.open();
        Workbench bench = new Workbench(spark, folder);
        whole = Files.readAllBytes(bench.saveFile("whole.parquet", bench.cells(0, 60)));
    }

    @AfterContainer
    static void deleteFolder() throws IOException {
        FileUtils.deleteDirectory(folder.toFile());
    }

    @Property(tries = Fuzzing.MANY, seed = "1", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @AddLifecycleHook(Fuzzing.class)
    @Fuzzing.Seconds(20)
    void areReadOrRefused(@ForAll long number) throws Exception {
        Path file = folder.resolve(number + ".parquet");
        Files.write(file, Damage.any(whole, new Random(Fuzzing.seed(number))));
        CommandLineRun run = Fuzzing.within(() ->
                CommandLineRun.of("inspect", "--input", file.toString(), "--batch", "donor", "--embedding", "X_pca"));
        Statistics.label("exit code").collect(run.exitCode());
        assertThat(run.exitCode()).as(run.err()).isIn(ExitCode.OK, ExitCode.BAD_DATA);
        assertThat(run.err()).doesNotContain("\tat ", "Exception");
        assertThat(run.err().lines().count()).as(run.err()).isLessThanOrEqualTo(3);
        Files.delete(file);
    }
}
