package atlasprox.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirichletDrawTest {
    private static final int DRAWS = 20_000;
    private static final int TYPES = 5;

    @Property(tries = 500)
    void sharesSumToOneHoweverSmallTheConcentration(
            @ForAll @IntRange(min = 1, max = 1000) int types,
            @ForAll("concentrations") double concentration,
            @ForAll long seed,
            @ForAll @IntRange(max = 99_999) int batch) {
        double[] shares = model(types, concentration, seed).typeShares(batch);
        assertThat(shares).hasSize(types);
        assertThat(Arrays.stream(shares)).allMatch(share -> share >= 0 && share <= 1);
        assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-12));
    }

    /** From 0.001 to 1,000, every order of magnitude as likely as any other. */
    @Provide
    Arbitrary<Double> concentrations() {
        return Arbitraries.doubles().between(-3, 3).map(exponent -> Math.pow(10, exponent));
    }

    @Property(tries = 200)
    void sharesFollowFromSeedAndBatchAlone(
            @ForAll @IntRange(min = 1, max = 50) int types,
            @ForAll("concentrations") double concentration,
            @ForAll long seed,
            @ForAll @IntRange(max = 999) int batch) {
        SynthModel other = new SynthModel(settings(types, concentration, seed)
                .cells(5000)
                .batches(1000)
                .dimension(3)
                .shift(4)
                .warp(1)
                .build());
        other.typeShares(batch / 2);
        assertThat(other.typeShares(batch))
                .isEqualTo(model(types, concentration, seed).typeShares(batch));
    }

    /** Means, variances and covariances within five deviations of what so many draws leave uncertain. */
    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.03, 0.3, 1, 3, 100})
    void momentsAreThoseOfTheDistribution(double concentration) {
        double[][] shares = byType(concentration);
        double mean = 1.0 / TYPES;
        double variance = mean * (1 - mean) / (TYPES * concentration + 1);
        double covariance = -mean * mean / (TYPES * concentration + 1);
        for (int type = 0; type < TYPES; type++) {
            assertThat(new Mean().evaluate(shares[type])).isCloseTo(mean, within(5 * Math.sqrt(variance / DRAWS)));
            assertThat(new Variance().evaluate(shares[type])).isCloseTo(variance, within(0.08 * variance));
        }
        assertThat(new PearsonsCorrelation().correlation(shares[0], shares[TYPES - 1]))
                .isCloseTo(covariance / variance, within(5 / Math.sqrt(DRAWS)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3, 1, 3, 100})
    void aShareHasABetaDistribution(double concentration) {
        BetaDistribution beta = new BetaDistribution(concentration, (TYPES - 1) * concentration);
        for (double[] shares : byType(concentration)) {
            double distance = new KolmogorovSmirnovTest().kolmogorovSmirnovStatistic(beta, shares);
            assertThat(distance).isLessThan(1.95 / Math.sqrt(DRAWS));
        }
    }

    @Test
    void batchesAreDrawnIndependently() {
        double[] shares = byType(0.3)[0];
        double correlation = new PearsonsCorrelation()
                .correlation(Arrays.copyOf(shares, DRAWS - 1), Arrays.copyOfRange(shares, 1, DRAWS));
        assertThat(correlation).isCloseTo(0, within(5 / Math.sqrt(DRAWS)));
    }

    private static double[][] byType(double concentration) {
        SynthModel model = model(TYPES, concentration, 11);
        double[][] byBatch =
                IntStream.range(0, DRAWS).mapToObj(model::typeShares).toArray(double[][]::new);
        return IntStream.range(0, TYPES)
                .mapToObj(type ->
                        Arrays.stream(byBatch).mapToDouble(batch -> batch[type]).toArray())
                .toArray(double[][]::new);
    }

    @Test
    void sharesStayTheSameFromVersionToVersion() {
        // Worked out from the formulas by a separate program in another language.
        assertThat(model(4, 0.3, 7).typeShares(3))
                .containsExactly(
                        new double[] {
                            0.023456076868812622, 0.9576521651416405, 0.0001676783114845403, 0.018724079678062205
                        },
                        within(1e-12));
        assertThat(model(3, 50, 1).typeShares(0))
                .containsExactly(
                        new double[] {0.25453303080997247, 0.3720445246816397, 0.3734224445083879}, within(1e-12));
    }

    private static SynthModel model(int types, double concentration, long seed) {
        return new SynthModel(settings(types, concentration, seed)
                .cells(100_000)
                .batches(100_000)
                .dimension(1)
                .build());
    }

    private static SynthSettings.Builder settings(int types, double concentration, long seed) {
        return SynthSettings.builder()
                .composition(Composition.DIRICHLET)
                .types(types)
                .concentration(concentration)
                .seed(seed);
    }
}
