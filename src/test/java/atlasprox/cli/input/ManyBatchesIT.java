package atlasprox.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.Json;
import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import atlasprox.cli.failure.ExitCode;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A column of barcodes, more of them than a census holds in any case, where batches or labels are asked for. */
@ExtendWith(SparkExtension.class)
class ManyBatchesIT {
    private static final long CELLS = 30_000;

    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeTable(SparkSession spark) {
        bench = new Workbench(spark, folder);
        bench.save(bench.cells(0, CELLS));
    }

    @Test
    void isRefusedByEveryCommandThatFits() {
        String[] refusal = {
            "batch column 'cell' has about ", " values for 30000 cells", "looks like identifiers", "--force"
        };
        bench.inspect("--batch", "cell").fails(ExitCode.BAD_DATA, refusal);
        bench.correct("--batch", "cell").fails(ExitCode.BAD_DATA, refusal);
        bench.fit("--batch", "cell").fails(ExitCode.BAD_DATA, refusal);
        bench.correct("--batch", "donor,cell")
                .fails(ExitCode.BAD_DATA, "batch column 'donor', 'cell' has about ", "looks like identifiers");
        bench.requireNoOutput();
    }

    @Test
    void isRefusedByCommandsThatReadAModel() {
        bench.fit().succeeds();
        bench.apply("--batch", "cell")
                .fails(
                        ExitCode.BAD_DATA,
                        "batch column 'cell' has about ",
                        "the model knows 3 batches",
                        "--unknown-batch");
        bench.extend("--batch", "cell").fails(ExitCode.BAD_DATA, "batch column 'cell' has about ", "--force");
        bench.apply("--batch", "cell", "--unknown-batch", "pass").succeeds();
    }

    @Test
    void isTakenByForce() {
        bench.inspect("--batch", "cell", "--force").succeeds("30000 batches");
    }

    /** Every option of correct that a fit goes by, so that a command line can be tried before it is run. */
    @Test
    void theEstimateOfMemoryGoesByTheOptionsOfCorrect() {
        long few = driver("--prototypes", "4", "--theta", "2", "--max-fit-cells", "1000", "--start", "none");
        long many = driver("--prototypes", "100", "--rounds", "3", "--tolerance", "0");
        long published = driver("--method", "scbatchprox", "--solver", "adam", "--local-epochs", "2");
        assertThat(few).isLessThan(many);
        assertThat(published).isLessThan(many);
    }

    private long driver(String... options) {
        CommandLineRun run = bench.inspect(concat(options, "--json", "-"));
        return Json.tree(run.succeeds().out()).path("memory").path("driver").asLong();
    }

    private static String[] concat(String[] options, String... more) {
        String[] all = Arrays.copyOf(options, options.length + more.length);
        System.arraycopy(more, 0, all, options.length, more.length);
        return all;
    }
}
