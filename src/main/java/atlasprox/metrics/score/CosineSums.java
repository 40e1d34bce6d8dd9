package atlasprox.metrics.score;

import atlasprox.metrics.groups.Groups;

/**
 * Sums of 1 - cosine. No pairs are needed: the sum from a direction u to a cluster of n cells with summed directions s is n - u.s. A
 * cell without a direction (all zeros) has distance 1 to every other.
 */
final class CosineSums implements DistanceSums {
    private final double[][] directions;
    private final double[][] summed;
    private final int[] sizes;

    /**
     * @param embedding n cells of d coordinates
     * @param clusters the cluster of every cell, at least 0
     */
    CosineSums(float[][] embedding, int[] clusters) {
        this.sizes = Groups.sizes(clusters);
        this.directions = new double[embedding.length][];
        this.summed = new double[sizes.length][embedding[0].length];
        for (int cell = 0; cell < embedding.length; cell++) {
            directions[cell] = direction(embedding[cell]);
            for (int j = 0; j < directions[cell].length; j++) {
                summed[clusters[cell]][j] += directions[cell][j];
            }
        }
    }

    private static double[] direction(float[] cell) {
        double square = dot(cell, cell);
        double[] direction = new double[cell.length];
        for (int j = 0; j < cell.length && square > 0.0; j++) {
            direction[j] = cell[j] / Math.sqrt(square);
        }
        return direction;
    }

    @Override
    public double[][] of(int first, int end) {
        double[][] sums = new double[end - first][sizes.length];
        for (int cell = first; cell < end; cell++) {
            for (int cluster = 0; cluster < sizes.length; cluster++) {
                sums[cell - first][cluster] = Math.max(0.0, sizes[cluster] - dot(directions[cell], summed[cluster]));
            }
        }
        return sums;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0.0;
        for (int j = 0; j < a.length; j++) {
            sum += (double) a[j] * b[j];
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0.0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
