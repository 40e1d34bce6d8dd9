package atlasprox.scfedvi.loss;

/**
 * The log likelihood of one count and its derivatives, as scvi-tools has them (log_zinb_positive, log_nb_positive; Lopez et al. 2018, Nature
 * Methods 15): of mean mu, inverse dispersion theta and logit of zero inflation pi, with t = theta + eps, s = t + mu,
 *
 * <pre>
 * nb(x)   = theta log(t / s) + x log((mu + eps) / s) + log gamma(x + theta) - log gamma(theta) - log gamma(x + 1)
 * zinb(0) = softplus(theta log(t / s) - pi) - softplus(-pi)
 * zinb(x) = nb(x) - softplus(pi)                                                                    x above 0
 * </pre>
 *
 * Set by {@link #zero} or {@link #count}; derivatives are by the logarithms of mean and of theta, which do not overflow where these are small.
 */
public final class CountTerm {
    /** As in scvi-tools: a mean or theta of 0 has a logarithm. */
    static final double EPSILON = 1e-8;

    /** Below it log(1 + r) is r - r^2 / 2 to ten digits; above, 1 + r keeps as many of r. */
    private static final double SMALL = 1e-5;

    private final boolean inflated;
    private final RisingGamma rising = new RisingGamma();
    private final LogFactorials factorials = new LogFactorials();
    private double value;
    private double byLogMean;
    private double byLogTheta;
    private double byLogit;

    /** @param likelihood what counts are like; without zero inflation logits are ignored */
    public CountTerm(Likelihood likelihood) {
        this.inflated = likelihood.inflatesZeros();
    }

    /** @return the log likelihood */
    public double value() {
        return value;
    }

    /** @return its derivative by log(mean) */
    public double byLogMean() {
        return byLogMean;
    }

    /** @return its derivative by log(theta) */
    public double byLogTheta() {
        return byLogTheta;
    }

    /** @return its derivative by the logit of zero inflation */
    public double byLogit() {
        return byLogit;
    }

    /**
     * Of a count of 0.
     *
     * @param mean mu, at least 0
     * @param theta above 0
     * @param logit pi
     */
    public void zero(double mean, double theta, double logit) {
        double t = theta + EPSILON;
        double perS = 1.0 / (t + mean);
        double lost = theta * logShare(mean / t);
        value = lost;
        byLogMean = -theta * mean * perS;
        byLogTheta = lost + theta * theta * mean / t * perS;
        if (inflated) {
            inflateZero(lost - logit, logit);
        }
    }

    /** Each exponential serves the softplus and its derivative; the difference of two softplus has one logarithm. */
    private void inflateZero(double either, double logit) {
        double small = Math.exp(-Math.abs(either));
        double share = 1.0 / (1.0 + small);
        double smallLogit = Math.exp(-Math.abs(logit));
        double shareLogit = 1.0 / (1.0 + smallLogit);
        double ofEither = either >= 0.0 ? share : small * share;
        double ofNone = logit >= 0.0 ? smallLogit * shareLogit : shareLogit;
        value = Math.max(either, 0.0) - Math.max(-logit, 0.0) + Math.log((1.0 + small) * shareLogit);
        byLogMean *= ofEither;
        byLogTheta *= ofEither;
        byLogit = ofNone - ofEither;
    }

    /**
     * Of a count above 0.
     *
     * @param x the count
     * @param mean mu, at least 0
     * @param theta above 0
     * @param logit pi
     */
    public void count(double x, double mean, double theta, double logit) {
        double t = theta + EPSILON;
        double perS = 1.0 / (t + mean);
        double lost = theta * logShare(mean / t);
        rising.at(x, theta);
        value = lost + x * Math.log((mean + EPSILON) * perS) + rising.value() - factorials.of(x);
        byLogMean = mean * (x / (mean + EPSILON) - (x + theta) * perS);
        byLogTheta = lost + theta * (theta * mean / t * perS - x * perS + rising.slope());
        if (inflated) {
            double small = Math.exp(-Math.abs(logit));
            value -= Math.max(logit, 0.0) + Math.log1p(small);
            byLogit = -(logit >= 0.0 ? 1.0 : small) / (1.0 + small);
        }
    }

    /** log(t / s) of mean / t. */
    private static double logShare(double ratio) {
        return ratio < SMALL ? ratio * (0.5 * ratio - 1.0) : -Math.log(1.0 + ratio);
    }
}
