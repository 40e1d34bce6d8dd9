package atlasprox.cli.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.FaultyFileSystem;
import atlasprox.SparkExtension;
import atlasprox.SparksMemory;
import atlasprox.cli.Workbench;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.ml.CorrectedRows;
import atlasprox.rounds.RoundListener;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever ends, well or not, leaves nothing of this program on the executors: a session may live for days. */
@ExtendWith(SparkExtension.class)
class LeftoversIT {
    private static final RoundListener FAILING = (trace, rounds) -> {
        throw new IllegalStateException("enough");
    };

    @TempDir
    private Path folder;

    private SparkSession spark;
    private Workbench bench;

    @BeforeEach
    void makeWorkbench(SparkSession session) {
        spark = session;
        bench = new Workbench(spark, folder);
        System.gc();
        requireNothingKept();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aligned", "adam"})
    void commandsLeaveNothing(String method) {
        bench.save(bench.cellsWith("X_pca", "if(cell = 7, null, X_pca)"));
        bench.save("more", bench.cellsWith("donor", "concat('new ', donor)"));
        String[] fit = method.equals("aligned")
                ? new String[] {"--method", "aligned", "--rounds", "2", "--theta", "1"}
                : new String[] {"--method", "scbatchprox", "--solver", "adam"};
        bench.fit(with(fit, "--on-invalid", "drop", "--label", "type")).succeeds();
        requireNothingKept();
        bench.annotate("--on-invalid", "drop", "--output", bench.path("annotated"))
                .succeeds();
        requireNothingKept();
        bench.apply("--label", "type", "--on-invalid", "drop", "--output", bench.path("applied"))
                .succeeds();
        requireNothingKept();
        bench.extend("--input", bench.path("more")).succeeds();
        requireNothingKept();
        bench.correct(with(fit, "--on-invalid", "drop", "--label", "type", "--output", bench.path("corrected")))
                .succeeds();
        requireNothingKept();
        bench.evaluate("--report", bench.path("page.html")).succeeds();
        requireNothingKept();
    }

    @Test
    void aRunThatFailsWhileItWritesLeavesNothing() {
        bench.save(bench.cells());
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        hadoop.set("fs.faulty.impl", FaultyFileSystem.class.getName());
        hadoop.setBoolean("fs.faulty.impl.disable.cache", true);
        hadoop.setLong(FaultyFileSystem.ROOM, 1_000);
        FaultyFileSystem.mend();
        try {
            bench.correct("--output", "faulty://" + bench.path("out")).fails(ExitCode.FAILED, "No space left");
        } finally {
            List.of("fs.faulty.impl", "fs.faulty.impl.disable.cache", FaultyFileSystem.ROOM)
                    .forEach(hadoop::unset);
        }
        requireNothingKept();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aligned", "adam"})
    void aFitThatFailsInARoundLeavesNothing(String method) {
        BatchRefiner refiner = refiner(method);
        Dataset<Row> cells = bench.cells();
        assertThatThrownBy(() -> refiner.onRound(FAILING).fit(cells)).hasMessage("enough");
        requireNothingKept();
        BatchRefinerModel model = refiner(method).fit(cells);
        Dataset<Row> arriving = bench.cellsWith("donor", "concat('new ', donor)");
        assertThatThrownBy(() -> model.extend(arriving, false, FAILING)).hasMessage("enough");
        requireNothingKept();
    }

    @Test
    void aTableThatNobodyHoldsIsCleanedUp() {
        BatchRefinerModel model = refiner("adam").fit(bench.cells());
        assertThat(model.transform(bench.cells()).count()).isEqualTo(300);
        for (int look = 0; look < 50 && !SparksMemory.now(spark).isEmpty(); look++) {
            System.gc();
            SparksMemory.pause();
        }
        requireNothingKept();
    }

    @Test
    void aClosedCorrectionIsGoneAtOnce() {
        BatchRefinerModel model = refiner("adam").fit(bench.cells());
        Dataset<Row> usable;
        try (CorrectedRows corrected = model.correcting(bench.cells())) {
            usable = corrected.rows().filter("X_pca_corrected is not null");
            assertThat(usable.count()).isEqualTo(300);
            assertThat(SparksMemory.now(spark))
                    .as("a copy of the model in the driver's own JVM")
                    .isEmpty();
        }
        assertThatThrownBy(usable::count).hasMessageContaining("given up");
        requireNothingKept();
    }

    private static BatchRefiner refiner(String method) {
        BatchRefiner refiner = new BatchRefiner()
                .setEmbeddingCol("X_pca")
                .setBatchCol("donor")
                .setRounds(2)
                .setPrototypes(4);
        return method.equals("aligned") ? refiner : refiner.setMethod("scbatchprox");
    }

    private static String[] with(String[] some, String... more) {
        return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    private void requireNothingKept() {
        assertThat(SparksMemory.kept(spark)).isEmpty();
    }
}
