package atlasprox.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.metrics.graph.GraphConnectivity;
import atlasprox.metrics.neighbours.ExactNeighbours;
import atlasprox.metrics.neighbours.Neighbours;
import atlasprox.metrics.score.Clisi;
import atlasprox.metrics.score.HeldOutF1;
import atlasprox.metrics.score.Ilisi;
import atlasprox.metrics.score.Preserved;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NeighbourMetricsTest {
    private static final float[][] LINE = {{0}, {1}, {2}, {10}, {11}, {12}};
    private static final int[] SIDES = {0, 0, 0, 1, 1, 1};
    private static final int[] ALTERNATING = {0, 1, 0, 1, 0, 1};

    @Property(tries = 10)
    void rowOrderDoesNotMatter(@ForAll long seed) {
        int cells = 120;
        Random random = new Random(seed);
        float[][] drawn = new float[cells][3];
        for (float[] cell : drawn) {
            for (int j = 0; j < cell.length; j++) {
                cell[j] = (float) random.nextGaussian();
            }
        }
        int[] groups = random.ints(cells, 0, 3).toArray();
        float[][] reversed = IntStream.range(0, cells)
                .mapToObj(cell -> drawn[cells - 1 - cell])
                .toArray(float[][]::new);
        int[] reversedGroups =
                IntStream.range(0, cells).map(cell -> groups[cells - 1 - cell]).toArray();
        assertThat(scores(reversed, reversedGroups)).containsExactly(scores(drawn, groups), within(1e-12));
    }

    private static double[] scores(float[][] cells, int[] groups) {
        Neighbours near = new ExactNeighbours(cells).all(30);
        int[] halves =
                Arrays.stream(cells).mapToInt(cell -> cell[0] > 0 ? 1 : 0).toArray();
        float[][] folded = Arrays.stream(cells)
                .map(cell -> new float[] {Math.abs(cell[0]), cell[1], cell[2]})
                .toArray(float[][]::new);
        return new double[] {
            Ilisi.of(near, groups),
            Clisi.of(near, halves),
            GraphConnectivity.of(near.cut(4), groups),
            HeldOutF1.of(cells, groups, halves, 5),
            Preserved.of(cells, folded, groups)
        };
    }

    @Test
    void lisiCountsTheGroupsMet() {
        float[][] same = new float[6][1];
        Neighbours near = new ExactNeighbours(same).all(6);
        // Equal distances: two of a cell's own group and three of the other, each a fifth.
        assertThat(Ilisi.of(near, ALTERNATING)).isEqualTo(25.0 / 13.0 - 1.0, within(1e-12));
        assertThat(Clisi.of(near, ALTERNATING)).isEqualTo(2.0 - 25.0 / 13.0, within(1e-12));
        assertThat(Clisi.of(new ExactNeighbours(LINE).all(3), SIDES)).isEqualTo(1.0, within(1e-12));
    }

    @Test
    void connectivityIsTheLargestStrongShare() {
        Neighbours near = new Neighbours(new int[][] {{0, 1}, {1, 0}, {2, 1}, {3, 2}}, new double[4][2]);
        assertThat(GraphConnectivity.of(near, new int[] {0, 0, 0, 1}))
                .isEqualTo((2.0 / 3.0 + 1.0) / 2.0, within(1e-12));
    }

    @Test
    void heldOutLabelsComeFromTheOtherBatches() {
        assertThat(HeldOutF1.of(LINE, ALTERNATING, SIDES, 1)).isEqualTo(1.0);
        // With all three others voting every cell of a batch gets one label: F1 is 1/2 and 0 in either batch.
        assertThat(HeldOutF1.of(LINE, ALTERNATING, SIDES, 3)).isEqualTo(0.25, within(1e-12));
    }

    @Test
    void aBatchThatSharesNoLabelCountsNothing() {
        assertThat(HeldOutF1.of(LINE, SIDES, SIDES, 15)).isEqualTo(0.0);
    }

    @Test
    void movingWholeBatchesPreservesAll() {
        float[][] shifted = {{5}, {1}, {7}, {10}, {16}, {12}};
        assertThat(Preserved.of(LINE, shifted, ALTERNATING)).isEqualTo(1.0, within(1e-12));
        assertThat(Preserved.of(LINE, new float[6][1], ALTERNATING)).isEqualTo(0.0, within(1e-12));
    }
}
