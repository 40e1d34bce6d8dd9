package atlasprox.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.metrics.cluster.Agreement;
import atlasprox.metrics.cluster.KMeansAgreement;
import atlasprox.metrics.groups.Groups;
import atlasprox.metrics.groups.Unsettled;
import atlasprox.metrics.score.BatchSilhouette;
import atlasprox.metrics.score.Bras;
import atlasprox.metrics.score.IsolatedLabels;
import atlasprox.metrics.score.IsolatedLabelsF1;
import atlasprox.metrics.score.LabelSilhouette;
import atlasprox.metrics.score.PcrComparison;
import atlasprox.metrics.score.SilhouetteWidths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ClusterInvariancesTest {
    private static final int DIMENSION = 3;

    @Property(tries = 50)
    void rowOrderMakesNoDifference(@ForAll @IntRange(min = 12, max = 200) int n, @ForAll long seed) {
        Cells cells = Cells.drawn(n, seed);
        assertThat(cells.at(shuffled(n, seed)).scores()).containsExactly(cells.scores(), within(1e-9));
    }

    @Property(tries = 50)
    void namesOfLabelsAndBatchesMakeNoDifference(@ForAll @IntRange(min = 12, max = 200) int n, @ForAll long seed) {
        Cells cells = Cells.drawn(n, seed);
        int[] names = shuffled(9, seed);
        Cells renamed = new Cells(cells.embedding, Groups.at(cells.labels, names), Groups.at(cells.batches, names));
        assertThat(renamed.scores()).containsExactly(cells.scores(), within(1e-9));
    }

    @Property(tries = 50)
    void agreementIsTheSameBothWays(@ForAll @IntRange(min = 1, max = 200) int n, @ForAll long seed) {
        Cells cells = Cells.drawn(n, seed);
        Agreement there = Agreement.of(cells.labels, cells.batches);
        Agreement back = Agreement.of(cells.batches, cells.labels);
        assertThat(back.nmi()).isEqualTo(there.nmi(), within(1e-12));
        assertThat(back.ari()).isEqualTo(there.ari(), within(1e-12));
    }

    private static int[] shuffled(int n, long seed) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Labels lie a little apart, and batches too; label 3 is rare. */
    private record Cells(float[][] embedding, int[] labels, int[] batches) {

        static Cells drawn(int n, long seed) {
            Random random = new Random(seed);
            int[] labels = random.ints(n, 0, 10).map(draw -> draw / 3).toArray();
            int[] batches = random.ints(n, 0, 3).toArray();
            float[][] embedding = Draws.cells(n, DIMENSION, seed);
            for (int cell = 0; cell < n; cell++) {
                embedding[cell][0] += 2 * labels[cell];
                embedding[cell][1] += batches[cell];
            }
            return new Cells(embedding, labels, batches);
        }

        Cells at(int[] cells) {
            return new Cells(
                    Arrays.stream(cells).mapToObj(cell -> embedding[cell]).toArray(float[][]::new),
                    Groups.at(cells, labels),
                    Groups.at(cells, batches));
        }

        double[] scores() {
            double[] widths = SilhouetteWidths.of(embedding, labels);
            float[][] first = Arrays.stream(embedding)
                    .map(cell -> new float[] {cell[0], cell[2]})
                    .toArray(float[][]::new);
            Agreement kMeans = KMeansAgreement.of(embedding, labels, 5L, new Unsettled());
            return new double[] {
                LabelSilhouette.of(widths),
                IsolatedLabels.of(widths, labels, batches),
                IsolatedLabelsF1.of(new int[][] {labels, batches}, labels, batches),
                BatchSilhouette.of(embedding, labels, batches),
                Bras.of(embedding, labels, batches),
                PcrComparison.of(embedding, first, batches),
                kMeans.nmi(),
                kMeans.ari()
            };
        }
    }
}
