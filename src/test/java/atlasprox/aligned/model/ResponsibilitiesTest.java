package atlasprox.aligned.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ResponsibilitiesTest {
    private static final double[][] AXES = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {-1, 0, 0}};
    private static final double[] NO_PENALTIES = new double[4];

    @Property
    void sumToOne(
            @ForAll @Size(3) @DoubleRange(min = -1e6, max = 1e6) double[] cell,
            @ForAll @Size(4) @DoubleRange(min = -50, max = 50) double[] penalties,
            @ForAll @DoubleRange(min = 0.01, max = 10) double sigma) {
        Assignment assignment = new Assignment(4);
        new Responsibilities(AXES, sigma).of(cell, penalties, assignment);
        double[] r = assignment.responsibilities();
        double total = 0;
        for (double share : r) {
            assertThat(share).isBetween(0.0, 1.0);
            total += share;
        }
        assertThat(total).isEqualTo(1, within(1e-12));
    }

    @Test
    void areTheSoftmaxOfTheFormula() {
        Assignment assignment = new Assignment(4);
        double[] penalties = {0.5, -1, 2, 0};
        double objective = new Responsibilities(AXES, 0.5).of(new double[] {3, 4, 0}, penalties, assignment);
        double[] r = assignment.responsibilities();
        double[] costs = {4 * 0.4, 4 * 0.2, 4, 4 * 1.6};
        double[] weights = new double[4];
        double total = 0;
        for (int k = 0; k < 4; k++) {
            weights[k] = Math.exp(-costs[k] + penalties[k]);
            total += weights[k];
        }
        double costAndEntropy = 0;
        for (int k = 0; k < 4; k++) {
            double expected = weights[k] / total;
            assertThat(r[k]).isEqualTo(expected, within(1e-12));
            costAndEntropy += expected * (costs[k] + Math.log(expected));
        }
        assertThat(objective).isEqualTo(costAndEntropy, within(1e-12));
    }

    @Property
    void penaltiesOfZeroChangeNoBit(
            @ForAll @Size(3) @DoubleRange(min = -1e6, max = 1e6) double[] cell,
            @ForAll @DoubleRange(min = 0.01, max = 10) double sigma) {
        Assignment assignment = new Assignment(4);
        double objective = new Responsibilities(AXES, sigma).of(cell, NO_PENALTIES, assignment);
        double[] r = assignment.responsibilities();
        double[] expected = new double[4];
        assertThat(objective).isEqualTo(-withoutPenalties(cell, sigma, expected));
        assertThat(r).containsExactly(expected);
    }

    /** The logarithm of the softmax's denominator. */
    private static double withoutPenalties(double[] cell, double sigma, double[] r) {
        double length = Math.sqrt(cell[0] * cell[0] + cell[1] * cell[1] + cell[2] * cell[2]);
        double scale = length > 1e-12 ? 1.0 / length : 0.0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < 4; k++) {
            double dot = cell[0] * AXES[k][0] + cell[1] * AXES[k][1] + cell[2] * AXES[k][2];
            r[k] = -2.0 * (1.0 - scale * dot) / sigma;
            largest = Math.max(largest, r[k]);
        }
        double total = 0;
        for (int k = 0; k < 4; k++) {
            r[k] = r[k] - largest < Math.log(1e-6) ? 0 : Math.exp(r[k] - largest);
            total += r[k];
        }
        for (int k = 0; k < 4; k++) {
            r[k] /= total;
        }
        return largest + Math.log(total);
    }

    @Property
    void whatIsLeftOutIsLessThanAMillionthOfTheLargest(
            @ForAll @Size(3) List<@DoubleRange(min = -10, max = 10) Double> coordinates,
            @ForAll @Size(4) List<@DoubleRange(min = -9, max = 9) Double> logs) {
        double[] cell = coordinates.stream().mapToDouble(z -> z).toArray();
        double[] penalties = logs.stream().mapToDouble(a -> a).toArray();
        Assignment assignment = new Assignment(4);
        new Responsibilities(AXES, 0.2).of(cell, penalties, assignment);
        double[] r = assignment.responsibilities();
        double length = Math.sqrt(cell[0] * cell[0] + cell[1] * cell[1] + cell[2] * cell[2]);
        double[] weight = new double[4];
        for (int k = 0; k < 4; k++) {
            double dot = cell[0] * AXES[k][0] + cell[1] * AXES[k][1] + cell[2] * AXES[k][2];
            weight[k] = Math.exp(10 * (length > 1e-12 ? dot / length : 0) + penalties[k]);
        }
        double total = Arrays.stream(weight).sum();
        double largest = Arrays.stream(weight).max().orElseThrow();
        for (int k = 0; k < 4; k++) {
            assertThat(r[k]).isEqualTo(weight[k] / total, within(4e-6));
            assertThat(r[k] == 0).isEqualTo(weight[k] < 1e-6 * largest);
        }
    }

    @Test
    void aCellWithoutDirectionBelongsToAllAlike() {
        Assignment assignment = new Assignment(4);
        new Responsibilities(AXES, 0.1).of(new double[3], NO_PENALTIES, assignment);
        assertThat(assignment.responsibilities()).containsExactly(0.25, 0.25, 0.25, 0.25);
    }
}
