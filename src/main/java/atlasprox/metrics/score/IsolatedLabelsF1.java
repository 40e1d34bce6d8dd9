package atlasprox.metrics.score;

import atlasprox.metrics.cluster.LeidenClusterings;
import atlasprox.metrics.groups.Groups;
import java.util.Arrays;

/**
 * How well isolated labels, those found in the fewest batches, come out as clusters: for each, the best F1 of any cluster of any
 * clustering; then the mean (scIB, Luecken et al. 2022, its default). scIB clusters by Louvain in its paper and by Leiden in its program;
 * here the clusterings are the caller's, such as {@link LeidenClusterings}.
 */
public final class IsolatedLabelsF1 {
    private IsolatedLabelsF1() {}

    /**
     * @param clusterings clusterings of the same cells, each a cluster (at least 0) per cell; at least one
     * @param labels the label of every cell, at least 0
     * @param batches the batch of every cell, at least 0
     * @return the score, in (0, 1]; higher is better; NaN without cells
     */
    public static double of(int[][] clusterings, int[] labels, int[] batches) {
        return Arrays.stream(IsolatedLabels.cells(labels, batches))
                .mapToDouble(cells -> Arrays.stream(clusterings)
                        .mapToDouble(clusters -> best(cells, clusters))
                        .max()
                        .orElseThrow())
                .average()
                .orElse(Double.NaN);
    }

    /** The best F1 of any cluster as a guess of these cells: 2 |both| / (|cells| + |cluster|). */
    private static double best(int[] cells, int[] clusters) {
        int[] sizes = Groups.sizes(clusters);
        int[] both = Groups.sizes(Groups.at(cells, clusters));
        double best = 0.0;
        for (int cluster = 0; cluster < both.length; cluster++) {
            if (both[cluster] > 0) {
                best = Math.max(best, 2.0 * both[cluster] / ((double) cells.length + sizes[cluster]));
            }
        }
        return best;
    }
}
