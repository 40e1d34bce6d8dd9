package atlasprox.ml;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.rounds.RoundTrace;
import atlasprox.scbatchprox.FilmTable;
import atlasprox.synth.SynthSettings;
import atlasprox.synth.SynthTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What it costs when several batches arrive at once, and what is kept of it. */
@ExtendWith(SparkExtension.class)
class ExtensionPassesSparkTest {
    private static final int ROUNDS = 3;
    private static final int PARTITIONS = 3;
    private static final String FIRST = "batch in ('batch_0', 'batch_1')";

    /** Cells that take more than reading are computed once for all passes, and given up after it. */
    @ParameterizedTest
    @ValueSource(strings = {"adam", "moments", "aligned"})
    void passesAndJobsDoNotGrowWithTheBatches(String solver, SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        BatchRefinerModel model = refiner(solver, false).fit(cells.filter(FIRST));
        Cost one = Cost.of(spark, model, cells.filter("batch = 'batch_2'"));
        Cost six = Cost.of(spark, model, cells.filter("not " + FIRST));
        assertThat(one.passes()).isEqualTo(1.0);
        assertThat(six.passes()).isEqualTo(1.0);
        assertThat(six.jobs()).isEqualTo(one.jobs());
        assertThat(spark.sharedState().cacheManager().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"adam", "moments"})
    void everyBatchKeepsTheTraceThatItHasAlone(String solver, SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        BatchRefinerModel model = refiner(solver, true).fit(cells.filter(FIRST));
        List<Integer> heard = new ArrayList<>();
        BatchRefinerModel together =
                model.extend(cells.filter("not " + FIRST), false, (round, of) -> heard.add(round.round()));
        List<RoundTrace> trace = together.summary().trace();
        assertThat(trace).hasSize(ROUNDS);
        assertThat(heard).containsExactly(1, 2, 3);
        FilmTable table = (FilmTable) together.correction();
        for (int b = 0; b < 6; b++) {
            String batch = "batch_" + (b + 2);
            BatchRefinerModel alone = model.extend(cells.filter("batch = '" + batch + "'"), false);
            FilmTable own = (FilmTable) alone.correction();
            assertThat(table.gamma(table.client(batch))).containsExactly(own.gamma(own.client(batch)));
            assertThat(table.beta(table.client(batch))).containsExactly(own.beta(own.client(batch)));
            for (int r = 0; r < ROUNDS; r++) {
                RoundTrace expected = alone.summary().trace().get(r);
                assertThat(trace.get(r).clientLoss().get(b)).isEqualTo(expected.worstLoss());
                assertThat(trace.get(r).clientChange().get(b)).isEqualTo(expected.largestChange());
                assertThat(trace.get(r).largestChange()).isGreaterThanOrEqualTo(expected.largestChange());
                assertThat(trace.get(r).worstLoss()).isGreaterThanOrEqualTo(expected.worstLoss());
            }
        }
    }

    @Test
    void aBatchOfWhichNoCellTrainsStaysAsItIsAndTheOthersAreFitted(SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        BatchRefinerModel model = refiner("adam", true).setTrainFraction(0.5).fit(cells.filter(FIRST));
        Dataset<Row> both = cells.filter("batch = 'batch_3'");
        List<RoundTrace> alone = List.of();
        for (Row cell : cells.filter("batch = 'batch_2'").collectAsList()) {
            Dataset<Row> single = spark.createDataFrame(List.of(cell), cells.schema());
            BatchRefinerModel one = model.extend(single, false);
            if (one.summary().fitted() == 0) {
                alone = one.summary().trace();
                both = both.union(single);
                break;
            }
        }
        assertThat(alone).isEmpty();
        FilmTable table = (FilmTable) model.extend(both, false).correction();
        assertThat(table.gamma(table.client("batch_2"))).containsOnly(1.0);
        assertThat(table.beta(table.client("batch_2"))).containsOnly(0.0);
        assertThat(table.gamma(table.client("batch_3"))[0]).isNotEqualTo(1.0);
    }

    private static BatchRefiner refiner(String solver, boolean standardize) {
        BatchRefiner refiner = new BatchRefiner()
                .setEmbeddingCol("X_pca")
                .setBatchCol("batch")
                .setRounds(ROUNDS)
                .setPrototypes(4);
        return solver.equals("aligned")
                ? refiner
                : refiner.setMethod("scbatchprox").setSolver(solver).setStandardize(standardize);
    }

    private static Dataset<Row> cells(SparkSession spark) {
        SynthSettings settings = SynthSettings.builder()
                .cells(2_000)
                .batches(8)
                .types(3)
                .dimension(8)
                .build();
        return SynthTable.create(spark, settings, PARTITIONS);
    }

    /**
     * @param passes how often each row was read, on average
     * @param jobs the Spark jobs
     */
    private record Cost(double passes, int jobs) {

        static Cost of(SparkSession spark, BatchRefinerModel model, Dataset<Row> arriving) {
            LongAccumulator read = spark.sparkContext().longAccumulator();
            Dataset<Row> counted = arriving.map(
                    (MapFunction<Row, Row>) row -> {
                        read.add(1L);
                        return row;
                    },
                    Encoders.row(arriving.schema()));
            AtomicInteger jobs = new AtomicInteger();
            SparkListener listener = new SparkListener() {
                @Override
                public void onJobStart(SparkListenerJobStart job) {
                    jobs.incrementAndGet();
                }
            };
            long rows = arriving.count();
            finished(spark);
            spark.sparkContext().addSparkListener(listener);
            try {
                model.extend(counted, false);
                finished(spark);
            } finally {
                spark.sparkContext().removeSparkListener(listener);
            }
            return new Cost(read.value() / (double) rows, jobs.get());
        }

        private static void finished(SparkSession spark) {
            try {
                spark.sparkContext().listenerBus().waitUntilEmpty();
            } catch (TimeoutException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
