package atlasprox.scfedvi.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;

class CountTermsTest {
    private static final double[] COUNTS = {0, 1, 2, 2.5, 7, 8, 9, 300, 1e6};
    private static final double[] MEANS = {1e-6, 1e-3, 0.7, 40, 5e3, 1e6};
    private static final float[] LOG_THETAS = {-7, -1, 0, 2.2f, 2.4f, 9};
    private static final float[] LOGITS = {-30, -2, 0.3f, 5, 30};

    /** Log likelihood and its derivatives by log(mean), log(theta) and logit. */
    private record Term(double value, double byLogMean, double byLogTheta, double byLogit) {}

    @Test
    void valuesAndDerivativesAreThoseOfTheFormulas() {
        for (Likelihood likelihood : Likelihood.values()) {
            for (double x : COUNTS) {
                for (double mean : MEANS) {
                    for (float logTheta : LOG_THETAS) {
                        for (float logit : LOGITS) {
                            check(likelihood, x, mean, logTheta, logit);
                        }
                    }
                }
            }
        }
    }

    private static void check(Likelihood likelihood, double x, double mean, float logTheta, float logit) {
        String at = likelihood + " x " + x + " mean " + mean + " log theta " + logTheta + " logit " + logit;
        Term term = term(likelihood, x, mean, logTheta, logit);
        double expected = value(likelihood, x, mean, logTheta, logit);
        assertThat(term.value()).as(at).isCloseTo(expected, within(1e-9 * (1 + Math.abs(expected) + x)));
        double h = 1e-4;
        double slack = 1e-5 * (1 + x + mean);
        assertThat(term.byLogMean())
                .as(at)
                .isCloseTo(
                        (value(likelihood, x, mean * Math.exp(h), logTheta, logit)
                                        - value(likelihood, x, mean * Math.exp(-h), logTheta, logit))
                                / (2 * h),
                        within(slack));
        assertThat(term.byLogTheta())
                .as(at)
                .isCloseTo(
                        (value(likelihood, x, mean, logTheta + h, logit)
                                        - value(likelihood, x, mean, logTheta - h, logit))
                                / (2 * h),
                        within(slack));
        assertThat(term.byLogit())
                .as(at)
                .isCloseTo(
                        (value(likelihood, x, mean, logTheta, logit + h)
                                        - value(likelihood, x, mean, logTheta, logit - h))
                                / (2 * h),
                        within(slack));
    }

    /** As production finds it, of one gene. */
    private static Term term(Likelihood likelihood, double x, double mean, float logTheta, float logit) {
        Thetas thetas = new Thetas(1);
        thetas.set(new float[] {logTheta});
        ZeroTerms terms = new ZeroTerms(likelihood.inflatesZeros(), thetas);
        terms.at(new double[] {mean}, new float[] {logit});
        if (x > 0) {
            CountTerm term = new CountTerm(likelihood.inflatesZeros(), thetas);
            term.at(x, mean, 0, logit);
            terms.replace(0, term);
        }
        return new Term(
                terms.value()[0],
                terms.byLogMean()[0],
                terms.byLogTheta()[0],
                likelihood.inflatesZeros() ? terms.byLogit()[0] : 0.0);
    }

    /** The formulas as they are written down. */
    private static double value(Likelihood likelihood, double x, double mean, double logTheta, double logit) {
        double theta = Math.exp(logTheta);
        double lost = -theta * Math.log1p(mean / (theta + 1e-8));
        if (x == 0 && likelihood == Likelihood.ZINB) {
            double none = 1 / (1 + Math.exp(-logit));
            return Math.log(none + (1 - none) * Math.exp(lost) + 1e-300);
        }
        double gamma = x == 0 ? 0.0 : Gamma.logGamma(x + theta) - Gamma.logGamma(theta) - Gamma.logGamma(x + 1);
        double plain = lost + x * (Math.log(mean + 1e-8) - Math.log(theta + mean + 1e-8)) + gamma;
        return likelihood == Likelihood.ZINB ? plain - Math.log1p(Math.exp(logit)) : plain;
    }

    @Test
    void endsOfTheRangeGiveNumbers() {
        for (float logit : new float[] {-Float.MAX_VALUE, -800, 800, Float.MAX_VALUE}) {
            for (double mean : new double[] {0, Float.MIN_VALUE, 1.6e6, 1e30}) {
                for (float logTheta : new float[] {-80, 80}) {
                    Term zero = term(Likelihood.ZINB, 0, mean, logTheta, logit);
                    assertThat(zero.value()).isFinite().isLessThanOrEqualTo(0.0);
                    assertThat(zero.byLogMean() + zero.byLogTheta() + zero.byLogit())
                            .isFinite();
                    Term many = term(Likelihood.ZINB, 1e6, mean, logTheta, logit);
                    assertThat(many.value()).isFinite();
                    assertThat(many.byLogMean() + many.byLogTheta() + many.byLogit())
                            .isFinite();
                }
            }
        }
        assertThat(term(Likelihood.ZINB, 0, Double.NaN, 0, 0).value()).isNaN();
    }

    @Test
    void largeThetaIsPoisson() {
        double poisson = 12 * Math.log(9) - 9 - Gamma.logGamma(13);
        assertThat(term(Likelihood.NB, 12, 9, 30, 0).value()).isCloseTo(poisson, within(1e-6));
        assertThat(term(Likelihood.NB, 0, 9, 30, 0).value()).isCloseTo(-9, within(1e-6));
    }

    @Test
    void gammaFunctionsAreThoseOfCommonsMath() {
        LogGamma gamma = new LogGamma();
        for (double x = 1e-30; x < 1e30; x *= 1.37) {
            gamma.at(x);
            assertThat(gamma.value()).isCloseTo(Gamma.logGamma(x), within(1e-11 * (1 + Math.abs(gamma.value()))));
            // Of smaller ones commons-math leaves out the third term; its others are off by up to 2.9e-9.
            double digamma = x > 1e-5 ? Gamma.digamma(x) : -1 / x - Gamma.GAMMA + Math.PI * Math.PI / 6 * x;
            assertThat(gamma.digamma()).isCloseTo(digamma, within(4e-9 * (1 + Math.abs(digamma))));
        }
        gamma.at(1.0);
        assertThat(gamma.digamma()).isCloseTo(-Gamma.GAMMA, within(1e-14));
        gamma.at(0.5);
        assertThat(gamma.digamma()).isCloseTo(-Gamma.GAMMA - 2 * Math.log(2), within(1e-14));
        gamma.at(Float.MIN_VALUE);
        assertThat(gamma.value()).isCloseTo(-Math.log(Float.MIN_VALUE), within(1e-10));
        assertThat(gamma.digamma()).isCloseTo(-1.0 / Float.MIN_VALUE, within(1e33));
        gamma.at(Float.MAX_VALUE);
        assertThat(gamma.value()).isCloseTo(Float.MAX_VALUE * (Math.log(Float.MAX_VALUE) - 1), within(1e29));
    }

    @Test
    void exponentialsAreThoseOfMath() {
        for (double x = -750; x < 710; x += 0.0137) {
            assertThat(Exponentials.exp(x)).isCloseTo(Math.exp(x), within(1e-12 * Math.exp(x)));
        }
        for (double x = 1e-320; x < 1e307; x *= 1.0137) {
            assertThat(Exponentials.log(x)).isCloseTo(Math.log(x), within(1e-12 * (1 + Math.abs(Math.log(x)))));
        }
        assertThat(Exponentials.log(1 + 1e-9)).isCloseTo(Math.log(1 + 1e-9), within(1e-19));
        assertThat(Exponentials.exp(Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Exponentials.log(0.0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Exponentials.log(Double.NaN)).isNaN();
        assertThat(Exponentials.exp(Double.NaN)).isNaN();
    }

    @Test
    void divergenceIsThatOfNormalDistributions() {
        assertThat(Posterior.divergence(0, Math.log(1 - 1e-4))).isCloseTo(0, within(1e-12));
        double variance = Math.exp(-2) + 1e-4;
        assertThat(Posterior.divergence(1.5, -2))
                .isCloseTo(0.5 * (2.25 + variance - Math.log(variance) - 1), within(1e-12));
        assertThat(Posterior.divergence(0, -Float.MAX_VALUE))
                .isCloseTo(0.5 * (-1 + 1e-4 - Math.log(1e-4)), within(1e-9));
        double h = 1e-5;
        double slope = (Posterior.divergence(1.5, -2 + h) - Posterior.divergence(1.5, -2 - h)) / (2 * h);
        assertThat(Posterior.byLogit(-2, 0.7, 0, 1)).isCloseTo(slope, within(1e-8));
    }
}
