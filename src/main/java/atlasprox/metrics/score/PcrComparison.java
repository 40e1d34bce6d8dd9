package atlasprox.metrics.score;

import atlasprox.metrics.groups.Groups;

/**
 * Principal component regression, compared (Buettner et al. 2019; scIB, Luecken et al. 2022): by what share the variance that the batch
 * explains has fallen. The explained share is the R2 of each principal component on the batch, weighted by the component's variance. With
 * all components kept and the batch one-hot, as in scib-metrics, a rotation changes nothing, and the share is the sum of squares between
 * batches over the total one: no components need be computed. Only the first 50 components count in scIB itself, where the input has
 * more dimensions.
 */
public final class PcrComparison {
    private PcrComparison() {}

    /**
     * @param before n cells of any dimension
     * @param after the same cells of any dimension, corrected
     * @param batches the batch of every cell, at least 0
     * @return the score, in [0, 1]: 1 if the batch explains nothing any more, 0 if it explains as much as before or more; NaN if it
     *     explained nothing before
     */
    public static double of(float[][] before, float[][] after, int[] batches) {
        double explained = explained(before, batches);
        return explained > 0.0 ? Math.max(0.0, (explained - explained(after, batches)) / explained) : Double.NaN;
    }

    /** The share of the total variance that lies between batches; NaN if there is no variance. */
    private static double explained(float[][] embedding, int[] batches) {
        double[] centre = Groups.means(embedding, new int[embedding.length])[0];
        double between = 0.0;
        int[] sizes = Groups.sizes(batches);
        double[][] means = Groups.means(embedding, batches);
        for (int batch = 0; batch < sizes.length; batch++) {
            if (sizes[batch] > 0) {
                between += sizes[batch] * square(means[batch], centre);
            }
        }
        double total = 0.0;
        for (float[] cell : embedding) {
            for (int j = 0; j < centre.length; j++) {
                total += (cell[j] - centre[j]) * (cell[j] - centre[j]);
            }
        }
        return between / total;
    }

    private static double square(double[] a, double[] b) {
        double sum = 0.0;
        for (int j = 0; j < a.length; j++) {
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return sum;
    }
}
