package atlasprox.metrics.cluster;

import atlasprox.math.KMeans;
import atlasprox.metrics.groups.Groups;
import atlasprox.metrics.groups.Unsettled;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * NMI and ARI of the labels with k-means clusters, as many as there are labels (scib-metrics' nmi_ari_cluster_labels_kmeans; scIB,
 * Luecken et al. 2022, has clusters of a neighbour graph). The cheapest of ten starts counts, where scib-metrics makes a single one,
 * always of the same seed, and scores a dear clustering where that start is a bad one.
 */
public final class KMeansAgreement {
    /** As many as scikit-learn's k-means made by default until 1.4. */
    private static final int STARTS = 10;

    private KMeansAgreement() {}

    /**
     * @param embedding n cells of d coordinates, n at least 1; their order makes no difference
     * @param labels the label of every cell, at least 0
     * @param seed the seed of the starts
     * @param unsettled is told if the cheapest start's clusters still moved, with the share by which the cost fell last
     * @return the agreement of labels and clusters
     */
    public static Agreement of(float[][] embedding, int[] labels, long seed, Unsettled unsettled) {
        int[] order = order(embedding);
        List<double[]> cells =
                Arrays.stream(order).mapToObj(cell -> doubles(embedding[cell])).toList();
        int wanted = (int) Arrays.stream(labels).distinct().count();
        KMeans.Result found = cheapest(cells, wanted, seed);
        tell(found, unsettled);
        return Agreement.of(Groups.at(order, labels), found.nearest());
    }

    static void tell(KMeans.Result found, Unsettled unsettled) {
        if (found.falling() > 0.0) {
            unsettled.add("KMeans NMI's and ARI's k-means ended at its most iterations", found.falling());
        }
    }

    private static KMeans.Result cheapest(List<double[]> cells, int wanted, long seed) {
        return LongStream.range(0, STARTS)
                .parallel()
                .mapToObj(start -> KMeans.thorough(cells, wanted, seed * STARTS + start))
                .min(Comparator.comparingDouble(KMeans.Result::cost))
                .orElseThrow();
    }

    /** The cells by their coordinates, so that the starts do not depend on the order in which the cells came. */
    private static int[] order(float[][] embedding) {
        return IntStream.range(0, embedding.length)
                .boxed()
                .sorted((a, b) -> Arrays.compare(embedding[a], embedding[b]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double[] doubles(float[] cell) {
        return IntStream.range(0, cell.length).mapToDouble(j -> cell[j]).toArray();
    }
}
