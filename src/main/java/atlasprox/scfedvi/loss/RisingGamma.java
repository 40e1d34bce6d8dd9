package atlasprox.scfedvi.loss;

/**
 * log gamma(theta + x) - log gamma(theta), and its derivative by theta. Never as a difference of large numbers: of small counts as the product
 * theta (theta + 1) ..., of large theta by the difference of Stirling's series, term by term.
 */
final class RisingGamma {
    /** Products of more factors take as long as the series. */
    private static final double FEW = 8.0;

    /** Eight factors of it are within the range of doubles. */
    private static final double PRODUCT_TO = 1e30;

    private final Thetas thetas;
    private final LogGamma sum = new LogGamma();
    private double value;
    private double slope;

    RisingGamma(Thetas thetas) {
        this.thetas = thetas;
    }

    /**
     * @param x a count, above 0
     * @param gene whose theta to take
     */
    void at(double x, int gene) {
        double theta = thetas.value()[gene];
        if (x <= FEW && x == (int) x && theta < PRODUCT_TO) {
            byProduct((int) x, theta);
        } else if (theta >= LogGamma.STIRLING_FROM) {
            bySeries(x, theta);
        } else {
            sum.at(x + theta);
            value = sum.value() - thetas.logGamma(gene);
            slope = sum.digamma() - thetas.digamma(gene);
        }
    }

    double value() {
        return value;
    }

    double slope() {
        return slope;
    }

    private void byProduct(int x, double theta) {
        double product = theta;
        double derivative = 1.0;
        for (int k = 1; k < x; k++) {
            derivative = derivative * (theta + k) + product;
            product *= theta + k;
        }
        value = Exponentials.log(product);
        slope = derivative / product;
    }

    private void bySeries(double x, double theta) {
        double total = theta + x;
        double logRatio = Math.log1p(x / theta);
        value = (theta - 0.5) * logRatio
                + x * (Exponentials.log(total) - 1.0)
                + (LogGamma.remainder(total) - LogGamma.remainder(theta));
        slope = logRatio - (LogGamma.slopeRemainder(total) - LogGamma.slopeRemainder(theta));
    }
}
