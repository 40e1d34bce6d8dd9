package atlasprox.scfedvi.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.SparkExtension;
import atlasprox.counts.BatchCounts;
import atlasprox.counts.SparkGeneCounts;
import atlasprox.ml.params.ScFedViParams;
import atlasprox.rounds.RoundListener;
import atlasprox.sample.CellKeys;
import atlasprox.scfedvi.ScFedViSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients' cells on Spark's executors: who they are and how their cells lie makes no difference to any bit. */
@ExtendWith(SparkExtension.class)
class SparkScFedViFitSparkTest {
    private static final int GENES = 30;
    private static final List<String> NAMES =
            IntStream.range(0, GENES).mapToObj(gene -> "g" + gene).toList();

    @Test
    void givesTheSameBitsInAnyOrderAndPartitions(SparkSession spark) {
        List<SparkGeneCounts.Cell> cells = cells(3, 150);
        SparkScFedViFit.Result expected = fit(spark, settings(3), cells, 1);
        assertThat(expected.shards()).isEqualTo(3);
        for (int partitions : new int[] {1, 4, 16}) {
            List<SparkGeneCounts.Cell> shuffled = new ArrayList<>(cells);
            Collections.shuffle(shuffled, new Random(partitions));
            SparkScFedViFit.Result found = fit(spark, settings(3), shuffled, partitions);
            assertThat(bits(found)).as("%d partitions", partitions).isEqualTo(bits(expected));
        }
        assertThat(bits(fit(spark, settings(2), cells, 1))).isNotEqualTo(bits(expected));
    }

    /** A shard of more cells than it may have; the shards of a client train each by itself. */
    @Test
    void aLargeClientFallsIntoShards(SparkSession spark) {
        List<SparkGeneCounts.Cell> cells = cells(1, 10_500);
        SparkScFedViFit.Result expected = fit(spark, settings(1), cells, 3);
        assertThat(expected.shards()).isEqualTo(2);
        assertThat(expected.cells().training()[0] + expected.cells().held()[0]).isEqualTo(10_500L);
        Collections.reverse(cells);
        assertThat(bits(fit(spark, settings(1), cells, 5))).isEqualTo(bits(expected));
    }

    /** What executors kept is lost after each round, and what they had written for others: as where they are killed. */
    @Test
    void whatIsLostIsMadeAgainToTheLastBit(SparkSession spark) {
        MapOutputTrackerMaster written = (MapOutputTrackerMaster) SparkEnv.get().mapOutputTracker();
        List<SparkGeneCounts.Cell> cells = cells(2, 100);
        SparkScFedViFit.Result expected = fit(spark, settings(3), cells, 4);
        List<Integer> lost = new ArrayList<>();
        SparkScFedViFit.Result found = fit(settings(3), cells, table(spark, cells, 4), (trace, rounds) -> {
            kept(spark).values().forEach(rdd -> rdd.unpersist(true));
            written.shuffleStatuses().keys().foreach(shuffle -> {
                written.unregisterAllMapAndMergeOutput((Integer) shuffle);
                return null;
            });
            lost.add(trace.round());
        });
        assertThat(lost).containsExactly(1, 2, 3);
        assertThat(bits(found)).isEqualTo(bits(expected));
    }

    @Test
    void nothingIsKeptAfterwards(SparkSession spark) {
        List<Integer> during = new ArrayList<>();
        int before = kept(spark).size();
        List<SparkGeneCounts.Cell> cells = cells(2, 40);
        fit(
                settings(1),
                cells,
                table(spark, cells, 2),
                (trace, rounds) -> during.add(kept(spark).size()));
        assertThat(during).containsExactly(before + 1);
        assertThat(kept(spark)).hasSize(before);
    }

    private static Map<Integer, JavaRDD<?>> kept(SparkSession spark) {
        return JavaSparkContext.fromSparkContext(spark.sparkContext()).getPersistentRDDs();
    }

    @Test
    void twoHundredClientsOfFewCellsAreTold(SparkSession spark) {
        SparkScFedViFit.Result found = fit(spark, settings(1), cells(200, 5), 3);
        assertThat(found.shards()).isEqualTo(200);
        assertThat(found.fit().model().vectors()).hasSize(200);
        assertThat(found.fit().trace().get(0).clientLoss()).hasSize(200);
    }

    /** Of one cell alone too, in a network whose units are normalised over cells. */
    @Test
    void aClientMayHaveASingleCell(SparkSession spark) {
        List<SparkGeneCounts.Cell> cells = cells(2, 60);
        List<SparkGeneCounts.Cell> few = new ArrayList<>(
                cells.stream().filter(cell -> cell.batch().equals("b000")).toList());
        few.add(cells.get(cells.size() - 1));
        ScFedViParams asPublished = params(2);
        asPublished.set("asPublished", true);
        SparkScFedViFit.Result found = fit(spark, asPublished.settings(61L), few, 2);
        assertThat(found.fit().model().vectors()).isEmpty();
        assertThat(found.fit().trace()).hasSize(2);
    }

    @Test
    void cellsWithoutCountsOfTheGenesHaveNoSay(SparkSession spark) {
        List<SparkGeneCounts.Cell> cells = cells(2, 60);
        SparkScFedViFit.Result expected = fit(spark, settings(2), cells, 2);
        List<SparkGeneCounts.Cell> more = new ArrayList<>(cells);
        more.add(new SparkGeneCounts.Cell("b000", 5L, new int[0], new float[0]));
        assertThat(bits(fit(spark, settings(2), more, 2))).isEqualTo(bits(expected));
        assertThatThrownBy(() -> fit(
                        spark, settings(2), List.of(new SparkGeneCounts.Cell("b000", 5L, new int[0], new float[0])), 1))
                .isInstanceOf(BadDataException.class)
                .hasMessageStartingWith("no cell has counts of the 30 genes that are taken");
    }

    @Test
    void aClientWhoseNumbersRunAwayIsNamed(SparkSession spark) {
        ScFedViParams wild = params(8);
        wild.set("learningRate", 1e6);
        assertThatThrownBy(() -> fit(spark, wild.settings(120L), cells(2, 60), 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the fit did not converge: in round ")
                .hasMessageContaining(" client 'b00")
                .hasMessageContaining(" had a loss of ");
    }

    @Test
    void thoseOfSeveralBatchesAreOneClient() {
        ClientBatches clients = ClientBatches.of(new TreeMap<>(Map.of("b1", "y", "b2", "x", "b3", "y")));
        assertThat(clients.clients()).containsExactly("x", "y");
        assertThat(clients.clientOf()).containsExactly(1, 0, 1);
        assertThat(clients.sums(new long[] {1, 10, 100})).containsExactly(10, 101);
        assertThat(clients.batchesOf(1)).containsExactly("b1", "b3");
    }

    @Test
    void everyShardHasItsClient() {
        ClientBatches clients = SparkClientBatches.each(List.of("a", "b", "c"));
        long[] cells = {25_000L, 1L, 10_001L};
        ShardLayout layout = new ShardLayout(clients, cells);
        assertThat(IntStream.range(0, layout.shards()).map(layout::client)).containsExactly(0, 0, 0, 1, 2, 2);
        assertThat(layout.batch("c")).isEqualTo(2);
        assertThat(layout.batch("d")).isNegative();
        assertThat(IntStream.range(0, 1000).map(key -> layout.shard(2, CellKeys.seed(0L, key))))
                .containsOnly(4, 5);
        assertThat(layout.sizes(cells)).containsExactly(8_333L, 8_333L, 8_333L, 1L, 5_000L, 5_000L);
    }

    private static ScFedViParams params(int rounds) {
        ScFedViParams params = new ScFedViParams();
        params.set("dimension", 4);
        params.set("hidden", 16);
        params.set("localEpochs", 2);
        params.set("minibatchSize", 32);
        params.set("rounds", rounds);
        return params;
    }

    private static ScFedViSettings settings(int rounds) {
        return params(rounds).settings(1L);
    }

    private static SparkScFedViFit.Result fit(
            SparkSession spark, ScFedViSettings settings, List<SparkGeneCounts.Cell> cells, int partitions) {
        return fit(settings, cells, table(spark, cells, partitions), (trace, rounds) -> {});
    }

    private static JavaRDD<SparkGeneCounts.Cell> table(
            SparkSession spark, List<SparkGeneCounts.Cell> cells, int partitions) {
        return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(cells, partitions);
    }

    private static SparkScFedViFit.Result fit(
            ScFedViSettings settings,
            List<SparkGeneCounts.Cell> cells,
            JavaRDD<SparkGeneCounts.Cell> table,
            RoundListener listener) {
        TreeMap<String, BatchCounts.Summary> found = new TreeMap<>();
        cells.forEach(cell -> found.merge(
                cell.batch(),
                new BatchCounts.Summary(1L, Map.of(), 0.0, 0.0, 0, 0.0, 0L, 0.0),
                (one, other) ->
                        new BatchCounts.Summary(one.cells() + other.cells(), Map.of(), 0.0, 0.0, 0, 0.0, 0L, 0.0)));
        return new SparkScFedViFit(settings, NAMES, clients(cells), found).run(table, listener);
    }

    private static ClientBatches clients(List<SparkGeneCounts.Cell> cells) {
        return SparkClientBatches.each(
                cells.stream().map(SparkGeneCounts.Cell::batch).distinct().toList());
    }

    /** Batches of cells of some genes each. */
    private static List<SparkGeneCounts.Cell> cells(int batches, int each) {
        List<SparkGeneCounts.Cell> cells = new ArrayList<>();
        for (int batch = 0; batch < batches; batch++) {
            for (int i = 0; i < each; i++) {
                long key = CellKeys.seed(batch, i);
                Random random = new Random(key);
                int[] genes = IntStream.range(0, GENES)
                        .filter(gene -> random.nextInt(3) == 0)
                        .toArray();
                float[] counts = new float[genes.length];
                for (int j = 0; j < counts.length; j++) {
                    counts[j] = 1 + random.nextInt(5);
                }
                cells.add(new SparkGeneCounts.Cell(String.format("b%03d", batch), key, genes, counts));
            }
        }
        return cells;
    }

    /** All weights and vectors. */
    private static List<Integer> bits(SparkScFedViFit.Result result) {
        List<Integer> bits = new ArrayList<>();
        result.fit().model().weights().blocks().forEach(block -> Arrays.stream(block.rows())
                .forEach(row -> add(bits, row)));
        result.fit().model().vectors().values().forEach(vector -> add(bits, vector));
        return bits;
    }

    private static void add(List<Integer> bits, float[] row) {
        for (float value : row) {
            bits.add(Float.floatToIntBits(value));
        }
    }
}
