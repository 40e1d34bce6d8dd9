package atlasprox.synth;

import java.util.Arrays;
import org.apache.commons.math3.distribution.GammaDistribution;

/**
 * Draws from the symmetric Dirichlet distribution: gamma variates, divided by their sum. A variate of concentration c is one of c + 1,
 * which commons-math draws by Marsaglia and Tsang's method, times U^(1/c). That factor would underflow where c is small (U^1000 at
 * c = 0.001), so its logarithm is taken.
 */
final class DirichletDraw {
    private DirichletDraw() {}

    /** One weight for each type, relative to the largest: 0 to 1, and 1 for one at least. */
    static double[] weights(int types, double concentration, CounterRandom random) {
        GammaDistribution gamma = new GammaDistribution(new LibraryRandom(random), concentration + 1, 1);
        double[] logarithms = new double[types];
        for (int type = 0; type < types; type++) {
            // 1 - uniform is never 0.
            logarithms[type] = StrictMath.log(gamma.sample()) + StrictMath.log(1 - random.uniform()) / concentration;
        }
        double largest = Arrays.stream(logarithms).max().orElseThrow();
        return Arrays.stream(logarithms)
                .map(each -> StrictMath.exp(each - largest))
                .toArray();
    }
}
