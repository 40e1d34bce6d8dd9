package atlasprox.metrics.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.math.KMeans;
import atlasprox.metrics.Draws;
import atlasprox.metrics.graph.UmapWeights;
import atlasprox.metrics.groups.Unsettled;
import atlasprox.metrics.score.IsolatedLabelsF1;
import atlasprox.metrics.score.PcrComparison;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusteringScoresTest {

    @Test
    void agreementByHand() {
        // Entropies ln 2 and 1.5 ln 2, all of the former shared; of 6 pairs 2 lie in labels, 1 in clusters, 1 in both.
        Agreement finer = Agreement.of(new int[] {0, 0, 1, 1}, new int[] {0, 0, 1, 3});
        assertThat(finer.nmi()).isEqualTo(0.8, within(1e-15));
        assertThat(finer.ari()).isEqualTo((1 - 1 / 3.0) / (1.5 - 1 / 3.0), within(1e-15));
        Agreement crossed = Agreement.of(new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1});
        assertThat(crossed.nmi()).isEqualTo(0.0, within(1e-15));
        assertThat(crossed.ari()).isEqualTo(-0.5, within(1e-15));
    }

    @Test
    void agreementWithoutAnythingToTellApart() {
        assertThat(Agreement.of(new int[3], new int[3])).isEqualTo(new Agreement(1.0, 1.0));
        assertThat(Agreement.of(new int[] {0, 1, 2}, new int[] {2, 0, 1})).isEqualTo(new Agreement(1.0, 1.0));
        assertThat(Agreement.of(new int[3], new int[] {0, 1, 2})).isEqualTo(new Agreement(0.0, 0.0));
    }

    @Test
    void agreementOfMoreCellsThanAnIntHasPairs() {
        int[] halves = IntStream.range(0, 200_000).map(cell -> cell % 2).toArray();
        assertThat(Agreement.of(halves, halves).ari()).isEqualTo(1.0, within(1e-12));
    }

    @Test
    void kMeansFindsWhatLiesApart() {
        float[][] cells = Draws.cells(90, 4, 1L);
        int[] labels = IntStream.range(0, 90).map(cell -> 2 * (cell % 3)).toArray();
        for (int cell = 0; cell < 90; cell++) {
            cells[cell][cell % 3] += 50;
        }
        Agreement found = KMeansAgreement.of(cells, labels, 0L, new Unsettled());
        assertThat(found.nmi()).isEqualTo(1.0, within(1e-12));
        assertThat(found.ari()).isEqualTo(1.0, within(1e-12));
    }

    @Test
    void umapWeightsAreThoseOfUmapLearn() {
        int[][] neighbours = {{1, 2, 3}, {0, 2, 3}, {0, 1, 3}, {2, 0, 1}, {5, 3, 2}, {4, 3, 2}};
        double[][] distances = {{0, 1, 3}, {0, 1, 3}, {1, 1, 2}, {2, 3, 3}, {1, 4, 6}, {1, 5, 7}};
        double[][] weights = {
            {1, 1, 0}, {1, 1, 0}, {1, 1, 0}, {1, 0.499998, 0.499998}, {1, 0.587676, 0.412316}, {1, 0.569837, 0.430156}
        };
        double[][] made = UmapWeights.of(neighbours, distances);
        for (int cell = 0; cell < weights.length; cell++) {
            assertThat(made[cell]).containsExactly(weights[cell], within(2e-5));
        }
    }

    @Test
    void aCellAmongItsOwnNeighboursIsPassedOver() {
        double[][] without =
                UmapWeights.of(new int[][] {{1, 2}, {0, 2}, {1, 0}}, new double[][] {{1, 3}, {1, 2}, {2, 3}});
        double[][] with = UmapWeights.of(
                new int[][] {{0, 1, 2}, {1, 0, 2}, {2, 1, 0}}, new double[][] {{0, 1, 3}, {0, 1, 2}, {0, 2, 3}});
        for (int cell = 0; cell < 3; cell++) {
            assertThat(with[cell]).startsWith(0.0).endsWith(without[cell]);
        }
    }

    @Test
    void leidenFindsGroupsTiedByOneEdge() {
        int[][] neighbours = {{1, 2, 3}, {0, 2, 3}, {0, 1, 3}, {0, 1, 4}, {5, 6, 3}, {4, 6, 7}, {4, 5, 7}, {4, 5, 6}};
        double[][] distances = new double[8][3];
        Arrays.stream(distances).forEach(row -> Arrays.fill(row, 1.0));
        int[][] clusterings = LeidenClusterings.of(neighbours, distances, 0L, new Unsettled());
        int[] labels = {7, 7, 7, 7, 2, 2, 2, 2};
        assertThat(clusterings)
                .hasDimensions(20, 8)
                .isDeepEqualTo(LeidenClusterings.of(neighbours, distances, 0L, new Unsettled()));
        // Resolution 1.0, which is modularity itself; at 0.1 one cluster is best.
        assertThat(Agreement.of(labels, clusterings[9])).isEqualTo(new Agreement(1.0, 1.0));
        assertThat(clusterings[0]).containsOnly(0);
        assertThat(LeidenAgreement.of(clusterings, labels)).isEqualTo(new Agreement(1.0, 1.0));
    }

    @Test
    void leidenAgreementIsThatOfTheBestNmi() {
        int[] labels = {0, 0, 1, 1};
        assertThat(LeidenAgreement.of(new int[][] {{0, 1, 0, 1}, {0, 0, 1, 3}, {0, 0, 0, 0}}, labels))
                .isEqualTo(Agreement.of(labels, new int[] {0, 0, 1, 3}));
    }

    @Test
    void isolatedLabelsF1IsThatOfTheBestClusterOfEachIsolatedLabel() {
        int[] labels = {0, 0, 0, 1, 1, 2, 2};
        int[] batches = {0, 0, 0, 1, 1, 0, 1};
        int[][] clusterings = {{0, 0, 1, 1, 1, 1, 1}, {0, 1, 2, 3, 3, 3, 2}};
        // Label 0: 2 * 2 / (3 + 2) in the first; label 1: 2 * 2 / (2 + 3) in the second; label 2 is in both batches.
        assertThat(IsolatedLabelsF1.of(clusterings, labels, batches)).isEqualTo(0.8, within(1e-15));
        clusterings[1][5] = 4;
        assertThat(IsolatedLabelsF1.of(clusterings, labels, batches)).isEqualTo(0.9, within(1e-15));
    }

    @Test
    void pcrComparisonIsTheShareOfExplainedVarianceThatIsGone() {
        int[] batches = {0, 0, 2, 2};
        float[][] before = {{0, 1}, {0, -1}, {2, 1}, {2, -1}};
        // Between batches 4 of 8 before, 1 of 5 after.
        float[][] after = {{0, 1}, {0, -1}, {1, 1}, {1, -1}};
        assertThat(PcrComparison.of(before, after, batches)).isEqualTo((0.5 - 0.2) / 0.5, within(1e-15));
        assertThat(PcrComparison.of(after, before, batches)).isZero();
        assertThat(PcrComparison.of(before, new float[][] {{1}, {-1}, {1}, {-1}}, batches))
                .isEqualTo(1.0);
        assertThat(PcrComparison.of(new float[][] {{1}, {-1}, {1}, {-1}}, after, batches))
                .isNaN();
    }

    @Test
    void saysWhereSolversEndAtTheirLimit() {
        Unsettled unsettled = new Unsettled();
        int[][] neighbours = {{1, 2}, {0, 2}, {0, 1}, {4, 5}, {3, 5}, {3, 4}};
        double[][] distances = new double[6][];
        Arrays.fill(distances, new double[] {1.0, 2.0});
        LeidenClusterings.of(neighbours, distances, 0L, unsettled);
        assertThat(unsettled.take()).isEmpty();
        LeidenClusterings.of(neighbours, distances, 0L, 1, unsettled);
        assertThat(unsettled.take())
                .singleElement()
                .asString()
                .startsWith("Leiden's clusterings ended after 1 iterations without having converged (20 times): ");
        List<double[]> points = new Random(3L)
                .doubles(4_000)
                .mapToObj(x -> new double[] {x, (x * 7919.0) % 1.0})
                .toList();
        KMeansAgreement.tell(KMeans.thorough(points, 3, 1L), unsettled);
        assertThat(unsettled.take()).isEmpty();
        KMeansAgreement.tell(KMeans.euclidean(points, 60, 1L), unsettled);
        assertThat(unsettled.take()).singleElement().asString().contains("k-means ended at its most iterations");
    }
}
