package atlasprox.aligned;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.cells.CellBlock;
import atlasprox.math.Centre;
import atlasprox.math.Moments;
import atlasprox.rounds.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SumStepTest {
    private static final int DIMENSION = 3;
    private static final int PROTOTYPES = 4;

    @Property(tries = 50)
    void turnsTellOfEveryClientOnceAndTheSame(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 20) int clients,
            @ForAll @IntRange(min = 1, max = 25) int turns) {
        Random random = new Random(seed);
        AlignedMessage message = new AlignedMessage(mixture(clients, random), null);
        List<CellBlock> blocks = blocks(clients, random);
        SumStep step = new SumStep(moments(clients, blocks), Centre.origin(DIMENSION), 1, false);
        Map<Integer, ClientSums> inTurns = new TreeMap<>();
        for (int number = 0; number < turns; number++) {
            Turn turn = new Turn(number, turns);
            List<CellBlock> asked =
                    blocks.stream().filter(block -> turn.has(block.client())).toList();
            step.of(turn).run(step.part(message, turn), asked.iterator()).forEach((client, sums) -> assertThat(
                            inTurns.put(client, sums))
                    .isNull());
        }
        Map<Integer, ClientSums> atOnce = step.run(message, blocks.iterator());
        assertThat(inTurns.keySet()).isEqualTo(atOnce.keySet());
        atOnce.forEach((client, sums) -> assertSame(inTurns.get(client), sums));
    }

    /** Of three prototypes the second is all but absent in a batch at the first. */
    @Test
    void groupsThatAreAllButAbsentTakeNoRoomUnlessTheObjectiveAsksForThem() {
        double[][] prototypes = {{1, 0, 0}, {0.375, Math.sqrt(1 - 0.375 * 0.375), 0}, {-1, 0, 0}};
        FilmMixture mixture = FilmMixture.shifting(List.of("a"), prototypes, new double[1][DIMENSION], 0.1, 1);
        CellBlock block = new CellBlock(0, DIMENSION, new long[] {1, 2}, new float[] {8, 0, 0, 9, 0, 0});
        for (boolean pressed : new boolean[] {false, true}) {
            SumStep step = new SumStep(moments(1, List.of(block)), Centre.origin(DIMENSION), 1, pressed);
            ClientSums sums = step.run(
                            new AlignedMessage(mixture, null), List.of(block).iterator())
                    .get(0);
            assertThat(sums.count(1)).isBetween(1e-6, 1e-5);
            assertThat(step.told(sums).count(1) > 0.0).isEqualTo(pressed);
            assertThat(sums.count(0)).isGreaterThan(1.9);
        }
    }

    private static void assertSame(ClientSums found, ClientSums expected) {
        assertThat(found.objective()).isEqualTo(expected.objective());
        assertThat(found.visited()).isEqualTo(expected.visited());
        for (int k = 0; k < PROTOTYPES; k++) {
            assertThat(found.count(k)).isEqualTo(expected.count(k));
            for (int j = 0; j < DIMENSION && expected.count(k) > 0.0; j++) {
                assertThat(found.mean(k, j)).isEqualTo(expected.mean(k, j));
                assertThat(found.variance(k, j)).isEqualTo(expected.variance(k, j));
            }
        }
    }

    private static List<CellBlock> blocks(int clients, Random random) {
        List<CellBlock> blocks = new ArrayList<>();
        for (int i = 0; i < 2 * clients; i++) {
            float[] values = new float[5 * DIMENSION];
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) random.nextGaussian();
            }
            blocks.add(new CellBlock(random.nextInt(clients), DIMENSION, new long[5], values));
        }
        return blocks;
    }

    private static List<Moments> moments(int clients, List<CellBlock> blocks) {
        List<Moments> moments = IntStream.range(0, clients)
                .mapToObj(client -> new Moments(DIMENSION))
                .toList();
        for (CellBlock block : blocks) {
            for (int row = 0; row < block.size(); row++) {
                moments.get(block.client()).add(block.values(), row * DIMENSION);
            }
        }
        return moments;
    }

    private static FilmMixture mixture(int clients, Random random) {
        return new FilmMixture(
                IntStream.range(0, clients)
                        .mapToObj(b -> String.format("b%02d", b))
                        .toList(),
                rows(PROTOTYPES, random),
                cubes(clients, random),
                cubes(clients, random),
                rows(clients, random),
                0.5,
                2);
    }

    private static double[][][] cubes(int clients, Random random) {
        return IntStream.range(0, clients)
                .mapToObj(client -> rows(PROTOTYPES, random))
                .toArray(double[][][]::new);
    }

    private static double[][] rows(int count, Random random) {
        return IntStream.range(0, count)
                .mapToObj(row -> random.doubles(DIMENSION).toArray())
                .toArray(double[][]::new);
    }
}
