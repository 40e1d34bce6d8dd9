package atlasprox.scfedvi.loss;

/**
 * The log likelihood of one count above 0 and its derivatives, as scvi-tools has them (log_zinb_positive, log_nb_positive; Lopez et al. 2018,
 * Nature Methods 15): of mean mu, inverse dispersion theta and logit of zero inflation pi, with t = theta + eps, s = t + mu,
 *
 * <pre>
 * nb(x)   = theta log(t / s) + x log((mu + eps) / s) + log gamma(x + theta) - log gamma(theta) - log gamma(x + 1)
 * zinb(x) = nb(x) - softplus(pi)
 * </pre>
 *
 * Derivatives are by the logarithms of mean and of theta, which do not overflow where these are small. {@link ZeroTerms} has counts of 0.
 */
final class CountTerm {
    /** As in scvi-tools: a mean or theta of 0 has a logarithm. */
    static final double EPSILON = 1e-8;

    /** Below it log(1 + r) is r - r^2 / 2 to ten digits; above, 1 + r keeps as many of r. */
    private static final double SMALL = 1e-5;

    /** From here on log(1 + e^x) is x in every bit. */
    private static final double LARGE = 40.0;

    private final boolean inflated;
    private final Thetas thetas;
    private final RisingGamma rising;
    private final LogFactorials factorials = new LogFactorials();
    private double value;
    private double byLogMean;
    private double byLogTheta;
    private double byLogit;

    /**
     * @param inflated whether zeros are inflated; else logits are ignored
     * @param thetas of the genes
     */
    CountTerm(boolean inflated, Thetas thetas) {
        this.inflated = inflated;
        this.thetas = thetas;
        this.rising = new RisingGamma(thetas);
    }

    /**
     * @param x the count, above 0
     * @param mean mu, at least 0
     * @param gene whose theta to take
     * @param logit pi
     */
    void at(double x, double mean, int gene, double logit) {
        double theta = thetas.value()[gene];
        double ratio = mean * thetas.inverse()[gene];
        double perS = thetas.inverse()[gene] / (1.0 + ratio);
        double lost = theta * logShare(ratio);
        rising.at(x, gene);
        value = lost + x * Exponentials.log((mean + EPSILON) * perS) + rising.value() - factorials.of(x);
        byLogMean = mean * (x / (mean + EPSILON) - (x + theta) * perS);
        byLogTheta = lost + theta * ((theta * ratio - x) * perS + rising.slope());
        if (inflated) {
            value -= softplus(logit);
            byLogit = -sigmoid(logit);
        }
    }

    /** The log likelihood. */
    double value() {
        return value;
    }

    double byLogMean() {
        return byLogMean;
    }

    double byLogTheta() {
        return byLogTheta;
    }

    /** The derivative by the logit of zero inflation. */
    double byLogit() {
        return byLogit;
    }

    /** log(t / s) of mean / t. */
    static double logShare(double ratio) {
        return ratio < SMALL ? ratio * (0.5 * ratio - 1.0) : -Exponentials.log(1.0 + ratio);
    }

    /** log(1 + e^x). */
    static double softplus(double x) {
        return x > LARGE ? x : Exponentials.log(1.0 + Exponentials.exp(x));
    }

    static double sigmoid(double x) {
        return 1.0 / (1.0 + Exponentials.exp(-x));
    }
}
