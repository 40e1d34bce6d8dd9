package atlasprox.scbatchprox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class LocalObjectiveTest {
    private final Random random = new Random(7);
    private final double[][] cells = new double[20][3];
    private final double[] mean = new double[3];
    private final double[] meanSquare = new double[3];

    LocalObjectiveTest() {
        for (double[] cell : cells) {
            for (int j = 0; j < 3; j++) {
                cell[j] = random.nextGaussian() * (j + 1) + j;
                mean[j] += cell[j] / cells.length;
                meanSquare[j] += cell[j] * cell[j] / cells.length;
            }
        }
    }

    @Test
    void theValueIsTheFormulaOverTheCells() {
        LocalObjective objective = new LocalObjective(0.3, 0.2, Regularizer.L2);
        Adapter row = random();
        Adapter anchor = random();
        double expected = 0.0;
        for (double[] cell : cells) {
            for (int j = 0; j < 3; j++) {
                expected += square(row.gamma()[j] * cell[j] + row.beta()[j] - cell[j]) / cells.length;
            }
        }
        for (int j = 0; j < 3; j++) {
            expected +=
                    0.3 * square(row.gamma()[j] - anchor.gamma()[j]) + 0.3 * square(row.beta()[j] - anchor.beta()[j]);
            expected += 0.2 * square(row.gamma()[j]) + 0.2 * square(row.beta()[j]);
        }
        assertThat(objective.value(mean, meanSquare, row, anchor)).isEqualTo(expected, within(1e-12 * expected));
    }

    @Test
    void theGradientIsTheValuesSlope() {
        LocalObjective objective = new LocalObjective(0.3, 0.2, Regularizer.IDENTITY);
        Adapter row = random();
        Adapter anchor = random();
        Adapter gradient = Adapter.zeros(3);
        objective.gradient(mean, meanSquare, row, anchor, gradient);
        for (int j = 0; j < 3; j++) {
            assertThat(gradient.gamma()[j]).isEqualTo(slope(objective, row, anchor, row.gamma(), j), within(1e-6));
            assertThat(gradient.beta()[j]).isEqualTo(slope(objective, row, anchor, row.beta(), j), within(1e-6));
        }
    }

    @Property(tries = 300)
    void theMinimiserHasNoSlope(
            @ForAll @DoubleRange(min = 0, max = 10) double mu, @ForAll @DoubleRange(min = 0, max = 10) double lambda) {
        LocalObjective objective = new LocalObjective(mu, lambda, Regularizer.L2);
        Adapter anchor = random();
        Adapter gradient = Adapter.zeros(3);
        objective.gradient(mean, meanSquare, objective.minimiser(mean, meanSquare, anchor), anchor, gradient);
        assertThat(gradient.gamma()).containsExactly(new double[3], within(1e-10));
        assertThat(gradient.beta()).containsExactly(new double[3], within(1e-10));
    }

    @Test
    void underTheIdentityRegulariserTheStartStaysBitForBit() {
        Adapter start = new Adapter(new double[] {1, 1, 1}, new double[3]);
        Adapter best = new LocalObjective(1e-3, 1e-3, Regularizer.IDENTITY).minimiser(mean, meanSquare, start);
        assertThat(best.gamma()).containsExactly(1, 1, 1);
        assertThat(best.beta()).containsExactly(0, 0, 0);
    }

    @Test
    void aConstantDimensionWithoutPullStaysAsBroadcast() {
        Adapter anchor = new Adapter(new double[] {1.5}, new double[] {-2});
        Adapter best = new LocalObjective(0, 0, Regularizer.L2).minimiser(new double[] {4}, new double[] {16}, anchor);
        assertThat(best.gamma()).containsExactly(1.5);
        assertThat(best.beta()).containsExactly(-2);
    }

    @Test
    void theFixedPointShrinksABatchTowardItsOwnMean() {
        LocalObjective objective = new LocalObjective(0, 0.5, Regularizer.L2);
        Adapter best = objective.minimiser(
                new double[] {3}, new double[] {10}, new Adapter(new double[] {1}, new double[] {0}));
        double high = best.gamma()[0] * 4 + best.beta()[0];
        double low = best.gamma()[0] * 2 + best.beta()[0];
        assertThat(high - low).isBetween(0.0, 2.0);
        assertThat(low).isGreaterThan(2.0 * best.gamma()[0]);
    }

    private double slope(LocalObjective objective, Adapter row, Adapter anchor, double[] values, int j) {
        double step = 1e-5;
        double at = values[j];
        values[j] = at + step;
        double above = objective.value(mean, meanSquare, row, anchor);
        values[j] = at - step;
        double below = objective.value(mean, meanSquare, row, anchor);
        values[j] = at;
        return (above - below) / (2 * step);
    }

    private Adapter random() {
        return new Adapter(
                random.doubles(3, 0.5, 1.5).toArray(), random.doubles(3, -1, 1).toArray());
    }

    private static double square(double x) {
        return x * x;
    }
}
