package atlasprox.film;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ResponsibilitiesTest {
    private static final double[][] AXES = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {-1, 0, 0}};

    @Property
    void sumToOne(
            @ForAll @Size(3) @DoubleRange(min = -1e6, max = 1e6) double[] cell,
            @ForAll @DoubleRange(min = 0.01, max = 10) double sigma) {
        double[] r = new double[4];
        new Responsibilities(AXES, sigma).of(cell, r);
        double total = 0;
        for (double share : r) {
            assertThat(share).isBetween(0.0, 1.0);
            total += share;
        }
        assertThat(total).isEqualTo(1, within(1e-12));
    }

    @Test
    void areTheSoftmaxOfTheFormula() {
        double[] r = new double[4];
        double logTotal = new Responsibilities(AXES, 0.5).of(new double[] {3, 4, 0}, r);
        double[] weights = {Math.exp(-4 * 0.4), Math.exp(-4 * 0.2), Math.exp(-4), Math.exp(-4 * 1.6)};
        double total = weights[0] + weights[1] + weights[2] + weights[3];
        for (int k = 0; k < 4; k++) {
            assertThat(r[k]).isEqualTo(weights[k] / total, within(1e-12));
        }
        assertThat(logTotal).isEqualTo(Math.log(total), within(1e-12));
    }

    @Test
    void aCellWithoutDirectionBelongsToAllAlike() {
        double[] r = new double[4];
        new Responsibilities(AXES, 0.1).of(new double[3], r);
        assertThat(r).containsExactly(0.25, 0.25, 0.25, 0.25);
    }
}
