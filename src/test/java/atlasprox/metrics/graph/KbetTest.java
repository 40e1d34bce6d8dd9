package atlasprox.metrics.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.metrics.Draws;
import atlasprox.metrics.groups.Groups;
import atlasprox.metrics.groups.Unsettled;
import atlasprox.metrics.neighbours.ExactNeighbours;
import atlasprox.metrics.neighbours.Neighbours;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KbetTest {

    /** Ten neighbours and the cell are all there are, and all of them are in proportion. */
    @Test
    void whereEveryCellIsANeighbourAllAreAccepted() {
        assertThat(kbet(near(Draws.cells(11, 2, 1L), 11), alternating(11), new int[11]))
                .isEqualTo(1.0);
        assertThat(kbet(near(Draws.cells(10, 2, 1L), 10), alternating(10), new int[10]))
                .isEqualTo(1.0);
    }

    @Test
    void labelsOfFewCellsOrOneBatchDoNotCount() {
        assertThat(kbet(near(Draws.cells(9, 2, 1L), 9), alternating(9), new int[9]))
                .isNaN();
        assertThat(kbet(near(Draws.cells(30, 2, 1L), 20), new int[30], new int[30]))
                .isNaN();
        // The first eleven cells score 1; the others, one batch, nothing.
        int[] labels = IntStream.range(0, 41).map(cell -> cell < 11 ? 3 : 1).toArray();
        int[] batches =
                IntStream.range(0, 41).map(cell -> cell < 11 ? cell % 2 : 0).toArray();
        assertThat(kbet(near(Draws.cells(41, 2, 1L), 41), batches, labels)).isEqualTo(1.0);
    }

    /**
     * Of 60 cells to a batch, 15 are neighbours: 16 and 0 where 8 and 8 are expected, 16 by chi-square, where 3.84 is the most. Eleven
     * cells of another label see each other alone.
     */
    @Test
    void batchesApartAreRejectedAndLabelsCountAlike() {
        float[][] cells = IntStream.range(0, 131)
                .mapToObj(cell -> new float[] {
                    (float) (100 * (cell / 60) + Math.cos(cell * Math.PI / 30)), (float) Math.sin(cell * Math.PI / 30)
                })
                .toArray(float[][]::new);
        int[] batches = IntStream.range(0, 131)
                .map(cell -> cell < 120 ? cell / 60 : cell % 2)
                .toArray();
        int[] labels = IntStream.range(0, 131).map(cell -> cell / 120).toArray();
        assertThat(kbet(near(cells, 11), batches, labels)).isEqualTo(0.5);
    }

    @Test
    void mixedBatchesAreMostlyAccepted() {
        Random random = new Random(4L);
        int[] batches = random.ints(600, 0, 3).toArray();
        assertThat(kbet(near(Draws.cells(600, 5, 3L), 50), batches, new int[600]))
                .isBetween(0.9, 1.0);
    }

    /** Of 40 cells the first hang together apart from the others, and 30 are the fewest to be tested. */
    @Test
    void smallComponentsAreLeftOutUnlessTheyAreAQuarter() {
        int[] mixed = alternating(40);
        assertThat(kbet(apart(32), mixed, new int[40])).isGreaterThan(0.9);
        assertThat(kbet(apart(30), mixed, new int[40])).isGreaterThan(0.9);
        assertThat(kbet(apart(29), mixed, new int[40])).isEqualTo(0.0);
    }

    @Test
    void aSingleBatchThatIsLeftScoresNothing() {
        int[] batches = IntStream.range(0, 40).map(cell -> cell < 32 ? 0 : 1).toArray();
        assertThat(kbet(apart(32), batches, new int[40])).isEqualTo(0.0);
    }

    @Property(tries = 10)
    void rowOrderAndBatchNumbersDoNotMatter(@ForAll long seed, @ForAll @IntRange(min = 40, max = 250) int size) {
        float[][] cells = Draws.cells(size, 3, seed);
        int[] labels =
                Arrays.stream(cells).mapToInt(cell -> cell[0] > 0 ? 1 : 0).toArray();
        Random random = new Random(seed);
        int[] batches = Arrays.stream(cells)
                .mapToInt(cell -> cell[1] + random.nextGaussian() > 0 ? 2 : random.nextInt(2))
                .toArray();
        double score = kbet(near(cells, 30), batches, labels);
        int[] renamed =
                Arrays.stream(batches).map(batch -> new int[] {5, 0, 3}[batch]).toArray();
        assertThat(kbet(near(cells, 30), renamed, labels)).isEqualTo(score, within(1e-12));

        List<Integer> order = Arrays.asList(IntStream.range(0, size).boxed().toArray(Integer[]::new));
        Collections.shuffle(order, random);
        int[] rows = order.stream().mapToInt(Integer::intValue).toArray();
        float[][] shuffled = order.stream().map(cell -> cells[cell]).toArray(float[][]::new);
        assertThat(kbet(near(shuffled, 30), Groups.at(rows, batches), Groups.at(rows, labels)))
                .isEqualTo(score, within(1e-12));
    }

    /** A walk on three nodes in a row, equal edges: the eigenvalues of its steps are 1, -1 and 0. */
    @Test
    void aRowOfThreeIsMappedByHand() {
        SparseSymmetric.Builder row = new SparseSymmetric.Builder(3);
        row.add(0, 1, 0.3);
        row.add(1, 2, 0.3);
        float[][] map = DiffusionMap.of(row.build(), 2, new Unsettled());
        // The vectors (1/2, 1/sqrt 2, 1/2), times 1, and (1/2, -1/sqrt 2, 1/2), times -1/2: equal ends, and the middle
        // this far from them.
        double ends = Math.sqrt(0.5) - 0.5;
        double across = (Math.sqrt(0.5) + 0.5) / 2.0;
        assertThat(distance(map[0], map[2])).isEqualTo(0.0, within(1e-6));
        assertThat(distance(map[0], map[1])).isEqualTo(Math.hypot(ends, across), within(1e-6));
    }

    private static double distance(float[] a, float[] b) {
        return Math.sqrt(IntStream.range(0, a.length)
                .mapToDouble(j -> Math.pow((double) a[j] - b[j], 2))
                .sum());
    }

    private static int[] alternating(int cells) {
        return IntStream.range(0, cells).map(cell -> cell % 2).toArray();
    }

    private static Neighbours near(float[][] cells, int k) {
        return new ExactNeighbours(cells).all(Math.min(k, cells.length));
    }

    /** 40 cells, the first of them far from the others; none has neighbours among those. */
    private static Neighbours apart(int first) {
        float[][] cells = Draws.cells(40, 2, 7L);
        for (int cell = first; cell < 40; cell++) {
            cells[cell][0] += 100f;
        }
        return near(cells, 8);
    }

    private static double kbet(Neighbours neighbours, int[] batches, int[] labels) {
        Unsettled unsettled = new Unsettled();
        double score = Kbet.of(neighbours, batches, labels, unsettled);
        assertThat(unsettled.take()).isEmpty();
        return score;
    }
}
