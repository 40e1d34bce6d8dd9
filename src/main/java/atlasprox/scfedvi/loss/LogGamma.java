package atlasprox.scfedvi.loss;

/**
 * The logarithm of the gamma function and its derivative, digamma, of positive numbers, to 14 digits: by Stirling's series from 10 on
 * (Abramowitz and Stegun 1964, 6.1.40 and 6.3.18), and below by the recurrence up to there, of which one logarithm and one division are left.
 * Own code, as commons-math3's digamma climbs to 49 by recursion and its logGamma adds up 15 quotients: the loss asks for
 * both at every count that is not 0.
 */
final class LogGamma {
    /** From here on the terms of the series that are left out are below 1e-15. */
    static final double STIRLING_FROM = 10.0;

    private static final double HALF_LOG_TWO_PI = 0.9189385332046727;

    /** The last coefficient of either series. */
    private static final double RATIO = 691.0 / 360360.0;

    private static final double SLOPE_RATIO = 691.0 / 32760.0;

    private double value;
    private double digamma;

    /** @param x above 0; {@link #value} and {@link #digamma} are set to those of it */
    void at(double x) {
        double product = 1.0;
        double slope = 0.0;
        double large = x;
        while (large < STIRLING_FROM) {
            slope = slope * large + product;
            product *= large;
            large += 1.0;
        }
        double log = Exponentials.log(large);
        value = (large - 0.5) * log - large + HALF_LOG_TWO_PI + remainder(large) - Exponentials.log(product);
        digamma = log - slopeRemainder(large) - slope / product;
    }

    double value() {
        return value;
    }

    double digamma() {
        return digamma;
    }

    /** What log gamma is above (x - 1/2) log x - x + log(2 pi) / 2, from 10 on. */
    static double remainder(double x) {
        double r = 1.0 / x;
        double s = r * r;
        return r
                * (1.0 / 12.0
                        - s * (1.0 / 360.0 - s * (1.0 / 1260.0 - s * (1.0 / 1680.0 - s * (1.0 / 1188.0 - s * RATIO)))));
    }

    /** What digamma is below log x, from 10 on. */
    static double slopeRemainder(double x) {
        double r = 1.0 / x;
        double s = r * r;
        return 0.5 * r
                + s
                        * (1.0 / 12.0
                                - s
                                        * (1.0 / 120.0
                                                - s
                                                        * (1.0 / 252.0
                                                                - s
                                                                        * (1.0 / 240.0
                                                                                - s
                                                                                        * (1.0 / 132.0
                                                                                                - s * SLOPE_RATIO)))));
    }
}
