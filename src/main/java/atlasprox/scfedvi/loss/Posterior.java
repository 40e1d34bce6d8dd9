package atlasprox.scfedvi.loss;

/**
 * Where a cell's latent coordinates may lie: normal, each of its own mean and variance exp(logit) + 1e-4, as in scvi-tools; drawn by mean plus deviation times a
 * standard normal number (Kingma and Welling 2014). All of one coordinate.
 */
public final class Posterior {
    /** As in scvi-tools: variances do not reach 0. */
    private static final double LEAST_VARIANCE = 1e-4;

    private Posterior() {}

    /**
     * @param mean the mean
     * @param logit of the variance
     * @param noise a standard normal number
     * @return the coordinate drawn
     */
    public static double draw(double mean, double logit, double noise) {
        return mean + Math.sqrt(variance(logit)) * noise;
    }

    /**
     * @param mean the mean
     * @param logit of the variance
     * @return the Kullback-Leibler divergence from the standard normal distribution, at least 0
     */
    public static double divergence(double mean, double logit) {
        double variance = variance(logit);
        return 0.5 * (mean * mean + variance - StrictMath.log(variance) - 1.0);
    }

    /**
     * @param logit of the variance
     * @param noise as in {@link #draw}
     * @param byDraw the loss's derivative by the coordinate drawn
     * @param weight of the divergence in the loss
     * @return the loss's derivative by the logit
     */
    public static double byLogit(double logit, double noise, double byDraw, double weight) {
        double variance = variance(logit);
        double byVariance = 0.5 * byDraw * noise / Math.sqrt(variance) + 0.5 * weight * (1.0 - 1.0 / variance);
        return byVariance * StrictMath.exp(logit);
    }

    private static double variance(double logit) {
        return StrictMath.exp(logit) + LEAST_VARIANCE;
    }
}
