package atlasprox.aligned.model;

/** Variances to measure distances by, which must not be too small. */
public final class Spread {
    /** Of the mean over the groups; what other values do: bench/constants.py. */
    private static final double LEAST_SPREAD = 0.1;

    /** In squared units of the embedding: what keeps a dimension in which no group varies from a division by zero. */
    private static final double NO_VARIANCE = 1e-12;

    private Spread() {}

    /**
     * @param pooled K x d pooled variances
     * @param count K weighted counts
     * @return these, with a floor of a tenth of their mean over the groups, so that a tight group does not cut its own cells; above 0
     */
    public static double[][] floored(double[][] pooled, double[] count) {
        int dimension = pooled[0].length;
        double[] mean = new double[dimension];
        int alive = 0;
        for (int k = 0; k < pooled.length; k++) {
            alive += count[k] > 0.0 ? 1 : 0;
            for (int j = 0; j < dimension; j++) {
                mean[j] += pooled[k][j];
            }
        }
        double[][] spread = new double[pooled.length][dimension];
        for (int k = 0; k < pooled.length; k++) {
            for (int j = 0; j < dimension; j++) {
                spread[k][j] = Math.max(pooled[k][j], LEAST_SPREAD * mean[j] / alive) + NO_VARIANCE;
            }
        }
        return spread;
    }
}
