package atlasprox.metrics.cluster;

import atlasprox.metrics.groups.Groups;
import java.util.Arrays;

/**
 * How far two groupings of the same cells agree. The same values as scikit-learn's normalized_mutual_info_score (arithmetic average) and
 * adjusted_rand_score, on which scIB and scib-metrics rest. How groups are numbered makes no difference.
 *
 * @param nmi normalised mutual information (Strehl and Ghosh 2002): the mutual information over the mean of the two entropies, in [0, 1]
 * @param ari the adjusted Rand index (Hubert and Arabie 1985), at most 1; 0 is what chance gives
 */
public record Agreement(double nmi, double ari) {

    /**
     * @param labels the label of every cell, at least 0
     * @param clusters the cluster of every cell, at least 0
     * @return the agreement; 1 and 1 where each puts all cells into one group
     */
    public static Agreement of(int[] labels, int[] clusters) {
        int[] labelSizes = Groups.sizes(labels);
        int[] clusterSizes = Groups.sizes(clusters);
        int[][] both = both(labels, clusters, clusterSizes.length);
        return new Agreement(nmi(both, labelSizes, clusterSizes), ari(both, labelSizes, clusterSizes));
    }

    /** For every label, how many of its cells every cluster has. */
    private static int[][] both(int[] labels, int[] clusters, int columns) {
        int[][] both = new int[Groups.sizes(labels).length][columns];
        for (int cell = 0; cell < labels.length; cell++) {
            both[labels[cell]][clusters[cell]]++;
        }
        return both;
    }

    private static double nmi(int[][] both, int[] labelSizes, int[] clusterSizes) {
        double apart = entropy(labelSizes) + entropy(clusterSizes);
        double together =
                entropy(Arrays.stream(both).flatMapToInt(Arrays::stream).toArray());
        return apart > 0.0 ? Math.max(0.0, 2.0 * (apart - together) / apart) : 1.0;
    }

    private static double entropy(int[] sizes) {
        double cells = Arrays.stream(sizes).asLongStream().sum();
        return Arrays.stream(sizes)
                .filter(size -> size > 0)
                .mapToDouble(size -> -size / cells * Math.log(size / cells))
                .sum();
    }

    private static double ari(int[][] both, int[] labelSizes, int[] clusterSizes) {
        double shared = pairs(Arrays.stream(both).flatMapToInt(Arrays::stream).toArray());
        double inLabels = pairs(labelSizes);
        double inClusters = pairs(clusterSizes);
        double cells = Arrays.stream(labelSizes).asLongStream().sum();
        double chance = inLabels * inClusters / Math.max(1.0, cells * (cells - 1.0) / 2.0);
        double most = (inLabels + inClusters) / 2.0;
        return most > chance ? (shared - chance) / (most - chance) : 1.0;
    }

    /** How many pairs of cells lie in one group. */
    private static double pairs(int[] sizes) {
        return Arrays.stream(sizes)
                .mapToDouble(size -> size * (size - 1.0) / 2.0)
                .sum();
    }
}
