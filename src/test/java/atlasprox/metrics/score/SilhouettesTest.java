package atlasprox.metrics.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.metrics.Draws;
import atlasprox.metrics.groups.Groups;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SilhouettesTest {
    private static final float[][] LINE = {{0}, {1}, {10}, {12}};

    @Test
    void widthsByHand() {
        assertThat(SilhouetteWidths.of(LINE, new int[] {0, 0, 2, 2}))
                .containsExactly(new double[] {10 / 11.0, 9 / 10.0, 7.5 / 9.5, 9.5 / 11.5}, within(1e-15));
    }

    @Test
    void theNearestOtherClusterCounts() {
        assertThat(SilhouetteWidths.of(LINE, new int[] {0, 0, 1, 2})[1]).isEqualTo(8 / 9.0, within(1e-15));
    }

    @Test
    void cellsAloneOrWithoutAnotherClusterOrAllInOnePlaceHaveNoWidth() {
        assertThat(SilhouetteWidths.of(LINE, new int[] {0, 0, 1, 2})).endsWith(0.0, 0.0);
        assertThat(SilhouetteWidths.of(LINE, new int[4])).containsOnly(0.0);
        assertThat(SilhouetteWidths.of(new float[4][2], new int[] {0, 0, 1, 1})).containsOnly(0.0);
    }

    @Property(tries = 30)
    void sumsOfDistancesAgreeWithEveryPairLookedAt(@ForAll @IntRange(min = 2, max = 400) int n, @ForAll long seed) {
        float[][] cells = Draws.cells(n, 3, seed);
        int[] clusters = new Random(seed).ints(n, 0, 4).toArray();
        double[][] euclidean = new EuclideanSums(cells, clusters).of(1, n);
        double[][] cosine = new CosineSums(cells, clusters).of(1, n);
        for (int cell = 1; cell < n; cell++) {
            assertThat(euclidean[cell - 1])
                    .containsExactly(sums(cells, clusters, cell, SilhouettesTest::euclidean), within(1e-4));
            assertThat(cosine[cell - 1])
                    .containsExactly(sums(cells, clusters, cell, SilhouettesTest::cosine), within(1e-9));
        }
    }

    @Test
    void labelSilhouetteIsTheMeanScaled() {
        assertThat(LabelSilhouette.of(new double[] {-1, 0.5, 1, 1})).isEqualTo((1 + 1.5 / 4) / 2);
        assertThat(LabelSilhouette.of(new double[0])).isNaN();
    }

    @Test
    void isolatedLabelsAreThoseOfTheFewestBatches() {
        int[] labels = {0, 0, 1, 1, 3};
        int[] batches = {0, 1, 1, 1, 0};
        assertThat(IsolatedLabels.of(new double[] {-1, -1, 0.2, 0.6, 0.8}, labels, batches))
                .isEqualTo((0.7 + 0.9) / 2, within(1e-15));
    }

    @Test
    void batchSilhouetteIsTheMeanOverLabelsWithBatchesToCompare() {
        float[][] cells = {{0}, {1}, {10}, {12}, {5}, {5}, {5}, {5}, {6}, {7}};
        int[] labels = {0, 0, 0, 0, 1, 1, 2, 2, 3, 3};
        int[] batches = {0, 0, 1, 1, 0, 0, 1, 2, 0, 1};
        double apart = 1 - (10 / 11.0 + 9 / 10.0 + 7.5 / 9.5 + 9.5 / 11.5) / 4;
        assertThat(BatchSilhouette.of(cells, labels, batches)).isEqualTo(apart, within(1e-15));
        labels[8] = 4;
        labels[9] = 4;
        float[][] mixed = {{0}, {1}, {10}, {12}, {0}, {1}, {0}, {1}, {6}, {7}};
        int[] other = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2};
        int[] there = {0, 0, 1, 1, 0, 0, 1, 1, 0, 0};
        // In the mixed label a = 1 and b = (0 + 1) / 2, a width of -1/2 for every cell.
        assertThat(BatchSilhouette.of(mixed, other, there)).isEqualTo((apart + 0.5) / 2, within(1e-15));
        assertThat(BatchSilhouette.of(cells, labels, new int[10])).isNaN();
    }

    @Test
    void brasGoesByDirectionAgainstTheMeanOfAllOtherBatches() {
        float[][] cells = {{1, 0}, {0, 1}, {0, 5}, {-2, 0}, {0, 0}};
        int[] batches = {0, 0, 1, 2, 3};
        // First cell: a = 1, b = (1 + 2 + 1) / 3; second: a = 1, b = (0 + 1 + 1) / 3; the others are alone.
        assertThat(Bras.of(cells, new int[5], batches)).isEqualTo((0.75 + 2 / 3.0 + 3) / 5, within(1e-15));
    }

    private static double[] sums(
            float[][] cells, int[] clusters, int cell, ToDoubleBiFunction<float[], float[]> distance) {
        double[] sums = new double[Groups.sizes(clusters).length];
        for (int other = 0; other < cells.length; other++) {
            sums[clusters[other]] += distance.applyAsDouble(cells[cell], cells[other]);
        }
        return sums;
    }

    private static double euclidean(float[] a, float[] b) {
        double square = 0.0;
        for (int j = 0; j < a.length; j++) {
            square += Math.pow((double) a[j] - b[j], 2);
        }
        return Math.sqrt(square);
    }

    private static double cosine(float[] a, float[] b) {
        return 1.0 - dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0.0;
        for (int j = 0; j < a.length; j++) {
            sum += (double) a[j] * b[j];
        }
        return sum;
    }
}
