package atlasprox.aligned.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.aligned.model.Spread;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ConsensusTest {
    private static final double[] ONES = {1, 1, 1, 1, 1, 1};
    /** Gaps 1 apart from 20 but for the last, which is 60 off. */
    private static final double[] ONE_ASTRAY = {19, 21, 19, 21, 20, 80};

    /** From 20, the median distance is 1 and the fence 4: 1 / (1 + (60 / 4)^4), about, since the steps to the median are few. */
    @Test
    void aGroupThatGoesItsOwnWayIsNotBelieved() {
        double[] belief = belief(ONE_ASTRAY, ONES, 100, 1.0);
        assertThat(belief[5]).isLessThan(1e-3);
        assertThat(Arrays.stream(belief, 0, 5).min().orElseThrow()).isGreaterThan(0.85);
    }

    @Test
    void littleOverlapHoldsLittleAgainstAGroup() {
        assertThat(belief(ONE_ASTRAY, ONES, 100, 0.5)[5]).isEqualTo(0.75, within(1e-2));
        assertThat(belief(ONE_ASTRAY, ONES, 100, 0.0)).containsOnly(1.0);
    }

    /** The same gaps, of pieces of one kind. */
    @Test
    void piecesOfOneKindAreNoMajority() {
        assertThat(belief(ONE_ASTRAY, ONES, 0.1, 1.0)).containsOnly(1.0);
    }

    @Test
    void ofTwoKindsNeitherIsRight() {
        assertThat(belief(new double[] {0, 60}, new double[] {3, 1}, 100, 1.0)).containsOnly(1.0);
    }

    @Test
    void groupsThatTellNothingAreBelieved() {
        double[][] gap = {{19}, null, {20}, {21}, {80}};
        double[] belief =
                new Consensus(spread(5), rows(0, 100, 200, 300, 400)).of(gap, new double[] {1, 0, 1, 1, 1}, 1.0);
        assertThat(belief[1]).isEqualTo(1.0);
        assertThat(belief[4]).isLessThan(0.01);
    }

    /** A centre of groups none of which counts could not be told. */
    @Test
    void somethingIsLeftOfEveryGroup() {
        assertThat(belief(new double[] {5, 5, 5, 5, 5, 1e6}, ONES, 100, 1.0)[5])
                .isPositive()
                .isLessThan(1e-5);
    }

    /** Also where all agree to the last bit, and the fence is 0. */
    @Test
    void whoAgreesIsBelieved() {
        assertThat(belief(new double[] {5, 5, 5, 5, 5, 5}, ONES, 100, 1.0)).containsOnly(1.0);
    }

    @Property(tries = 100)
    void whatAllGroupsShareIsNoDisagreement(@ForAll @DoubleRange(min = -100, max = 100) double by) {
        double[] moved = Arrays.stream(ONE_ASTRAY).map(gap -> gap + by).toArray();
        double[] expected = belief(ONE_ASTRAY, ONES, 100, 1.0);
        double[] belief = belief(moved, ONES, 100, 1.0);
        for (int k = 0; k < belief.length; k++) {
            assertThat(belief[k]).isEqualTo(expected[k], within(1e-6));
        }
    }

    private static double[] belief(double[] gaps, double[] information, double apart, double overlap) {
        double[] centres = new double[gaps.length];
        Arrays.setAll(centres, k -> k * apart);
        return new Consensus(spread(gaps.length), rows(centres)).of(rows(gaps), information, overlap);
    }

    private static Spread spread(int groups) {
        double[][] variance = new double[groups][];
        Arrays.fill(variance, new double[] {1.0});
        return new Spread(variance, 1e-12, 1);
    }

    private static double[][] rows(double... values) {
        return Arrays.stream(values).mapToObj(value -> new double[] {value}).toArray(double[][]::new);
    }
}
