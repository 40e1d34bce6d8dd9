package atlasprox.metrics.score;

import atlasprox.metrics.groups.Groups;
import java.util.stream.IntStream;

/**
 * Silhouette widths (Rousseeuw 1987): (b - a) / max(a, b), with a the mean distance from a cell to the others of its cluster and b the
 * mean distance to other clusters. Ranges of cells are taken at a time, side by side on the machine's cores, so that memory grows with
 * the cells, never with their pairs. Sums are in double; another order of the cells changes widths by rounding alone.
 */
public final class SilhouetteWidths {
    /** Cells that one thread works on at a time. */
    private static final int RANGE = 64;

    private final int[] clusters;
    private final int[] sizes;
    private final Between between;
    private final double[] widths;

    /** What b is. */
    enum Between {
        /** The mean distance to the nearest other cluster, as Rousseeuw has it. */
        NEAREST,
        /** The mean distance to all the cells of all other clusters. */
        MEAN_OTHER
    }

    private SilhouetteWidths(int[] clusters, Between between) {
        this.clusters = clusters;
        this.sizes = Groups.sizes(clusters);
        this.between = between;
        this.widths = new double[clusters.length];
    }

    /**
     * By Euclidean distance to the nearest other cluster.
     *
     * @param embedding n cells of d coordinates, n at least 1
     * @param clusters the cluster of every cell, at least 0
     * @return the width of every cell, in [-1, 1]; 0 for a cell alone in its cluster, and where there is only one cluster
     */
    public static double[] of(float[][] embedding, int[] clusters) {
        return of(new EuclideanSums(embedding, clusters), clusters, Between.NEAREST);
    }

    static double[] of(DistanceSums distances, int[] clusters, Between between) {
        SilhouetteWidths made = new SilhouetteWidths(clusters, between);
        IntStream.range(0, (clusters.length + RANGE - 1) / RANGE)
                .parallel()
                .forEach(range -> made.fill(distances, range * RANGE));
        return made.widths;
    }

    private void fill(DistanceSums distances, int first) {
        int end = Math.min(clusters.length, first + RANGE);
        double[][] sums = distances.of(first, end);
        for (int cell = first; cell < end; cell++) {
            widths[cell] = width(sums[cell - first], clusters[cell]);
        }
    }

    private double width(double[] sums, int own) {
        if (sizes[own] == 1 || sizes[own] == clusters.length) {
            return 0.0;
        }
        double within = sums[own] / (sizes[own] - 1);
        double outside = between == Between.NEAREST ? nearest(sums, own) : meanOther(sums, own);
        double longer = Math.max(within, outside);
        return longer > 0.0 ? (outside - within) / longer : 0.0;
    }

    private double nearest(double[] sums, int own) {
        double least = Double.POSITIVE_INFINITY;
        for (int cluster = 0; cluster < sums.length; cluster++) {
            if (cluster != own && sizes[cluster] > 0) {
                least = Math.min(least, sums[cluster] / sizes[cluster]);
            }
        }
        return least;
    }

    private double meanOther(double[] sums, int own) {
        double sum = 0.0;
        for (int cluster = 0; cluster < sums.length; cluster++) {
            sum += cluster == own ? 0.0 : sums[cluster];
        }
        return sum / (clusters.length - sizes[own]);
    }
}
