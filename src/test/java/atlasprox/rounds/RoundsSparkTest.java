package atlasprox.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.SparkExtension;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop, with a method of a few lines: clients send sums of their numbers less the state, which becomes the mean. */
@ExtendWith(SparkExtension.class)
class RoundsSparkTest {
    private static final int CLIENTS = 5;
    private static final int PIECES = 40;

    private record Piece(int client, long number) implements ClientData, Serializable {}

    private static final class SumStep implements ClientStep<Long, Piece, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Map<Integer, Long> run(Long message, Iterator<Piece> cells) {
            Map<Integer, Long> sums = new TreeMap<>();
            cells.forEachRemaining(piece -> sums.merge(piece.client(), piece.number() - message, Long::sum));
            return sums;
        }

        @Override
        public Long merge(Long one, Long other) {
            return one + other;
        }
    }

    private static final class MeanServer implements Server<Long, Long, Long> {
        @Override
        public Long begin() {
            return 0L;
        }

        @Override
        public Long message(int round, Long state) {
            return state;
        }

        @Override
        public Step<Long> step(int round, Long state, SortedMap<Integer, Long> updates) {
            long sum = updates.values().stream().mapToLong(update -> update).sum();
            RoundTrace trace =
                    new RoundTrace(round, sum, null, sum, "a", sum, List.of(), null, Map.of(), Map.of(), PIECES, 0);
            return new Step<>(state + Math.floorDiv(sum, PIECES), trace, Math.abs(sum) < PIECES);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 11})
    void whereClientsAreMakesNoDifference(int partitions, SparkSession spark) {
        List<Piece> pieces = pieces();
        Rounds.Result<Long> here =
                Rounds.run(new MeanServer(), new LocalClients<>(new SumStep(), pieces), 9, (trace, most) -> {});
        List<Piece> shuffled = new ArrayList<>(pieces);
        Collections.shuffle(shuffled, new Random(partitions));
        Rounds.Result<Long> there = Rounds.run(
                new MeanServer(),
                SparkClients.inPieces(rdd(spark, shuffled, partitions), new SumStep()),
                9,
                (trace, most) -> {});
        assertThat(there.state()).isEqualTo(here.state());
        assertThat(there.trace()).extracting(RoundTrace::objective).isEqualTo(objectives(here));
        assertThat(here.still()).isTrue();
        assertThat(here.trace()).hasSizeLessThan(9).allSatisfy(round -> assertThat(round.seconds())
                .isPositive());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 7})
    void whetherClientsAreAskedInTurnsMakesNoDifference(int turns, SparkSession spark) {
        SortedMap<Integer, Long> atOnce = new LocalClients<>(new SumStep(), pieces()).exchange("asking", 3L);
        assertThat(SparkClients.inPieces(rdd(spark, pieces(), 3), new SumStep())
                        .inTurns(turns)
                        .exchange("asking", 3L))
                .isEqualTo(atOnce)
                .hasSize(CLIENTS);
    }

    @Test
    void theRoundsEndAtTheirNumber() {
        Rounds.Result<Long> result =
                Rounds.run(new MeanServer(), new LocalClients<>(new SumStep(), pieces()), 1, (trace, most) -> {});
        assertThat(result.trace()).hasSize(1);
        assertThat(result.still()).isFalse();
    }

    @Test
    void aWholeClientIsNotMerged(SparkSession spark) {
        WholeClientStep<Long, Piece, Long> step = (message, piece) -> piece.number() + message;
        List<Piece> whole = List.of(new Piece(1, 10), new Piece(0, 20));
        assertThat(SparkClients.whole(rdd(spark, whole, 2), step).exchange("asking", 1L))
                .containsExactly(Map.entry(0, 21L), Map.entry(1, 11L));
        assertThatThrownBy(() -> step.merge(1L, 2L)).hasMessageContaining("two places");
    }

    @Test
    void sparkCallsTheJobsByTheExchangeAndLeavesACallersGroup(SparkSession spark) throws Exception {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        SparkListener listener = new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart job) {
                seen.add(job.properties().getProperty("spark.jobGroup.id") + " | "
                        + job.properties().getProperty("spark.job.description"));
            }
        };
        spark.sparkContext().addSparkListener(listener);
        try {
            SparkClients<Long, Piece, Long> clients = SparkClients.inPieces(rdd(spark, pieces(), 2), new SumStep());
            clients.exchange("round 1 of 8", 0L);
            spark.sparkContext().setLocalProperty("spark.jobGroup.id", "of the caller");
            spark.sparkContext().setLocalProperty("spark.job.description", "the caller's");
            clients.exchange("round 2 of 8", 0L);
            assertThat(spark.sparkContext().getLocalProperty("spark.job.description"))
                    .isEqualTo("the caller's");
            spark.sparkContext().listenerBus().waitUntilEmpty();
        } finally {
            spark.sparkContext().setLocalProperty("spark.jobGroup.id", null);
            spark.sparkContext().setLocalProperty("spark.job.description", null);
            spark.sparkContext().removeSparkListener(listener);
        }
        assertThat(seen)
                .containsExactly("atlasprox | atlasprox: round 1 of 8", "of the caller | atlasprox: round 2 of 8");
    }

    @Test
    void aClientThatOwesItsUpdateIsNoticed() {
        assertThat(Updates.ofAll(new TreeMap<>(Map.of(0, "a", 1, "b")), 2)).containsExactly("a", "b");
        assertThatThrownBy(() -> Updates.ofAll(new TreeMap<>(Map.of(0, "a", 2, "c")), 3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("of 3 batches number 2")
                .hasMessageContaining("write it out first");
    }

    private static List<Double> objectives(Rounds.Result<Long> result) {
        return result.trace().stream().map(RoundTrace::objective).toList();
    }

    private static List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < PIECES; i++) {
            pieces.add(new Piece(i % CLIENTS, 100 + i * i));
        }
        return pieces;
    }

    private static JavaRDD<Piece> rdd(SparkSession spark, List<Piece> pieces, int partitions) {
        return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(pieces, partitions);
    }
}
