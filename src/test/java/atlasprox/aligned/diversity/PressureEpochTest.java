package atlasprox.aligned.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.aligned.model.FilmMixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PressureEpochTest {
    private static final float[] EAST = {1, 0};
    private static final float[] NORTH = {0, 2};
    private static final double THETA = 2;

    /** Of two cells, each is a block of its own; the two stand for four, and the other client has forty. */
    @Test
    void aBlockComesBackUnderThePenaltiesOfTheRest() {
        double[][] counts = {{3, 1}, {10, 30}};
        PressureEpoch.Answer answer =
                new PressureEpoch(mixture(2), theta(THETA), counts, new long[] {4, 40}, 1).run(0, List.of(EAST, NORTH));
        double northBefore = Math.exp(-2) / (1 + Math.exp(-2));
        double[] east = share(0, -2, penalties(2 * northBefore, 2 * (1 - northBefore)));
        double[] north = share(-2, 0, penalties(2 * east[0], 2 * east[1]));
        double[] n = {2 * east[0] + 2 * north[0], 2 * east[1] + 2 * north[1]};
        assertThat(answer.counts()).containsExactly(n, within(1e-12));
        assertThat(answer.penalties()).containsExactly(penalties(n[0], n[1]), within(1e-12));
    }

    private static double[] penalties(double first, double second) {
        double[] expected = {4.0 / 44 * (10 + first), 4.0 / 44 * (30 + second)};
        return new double[] {
            THETA * Math.log((2 * expected[0] + 1) / (first + expected[0] + 1)),
            THETA * Math.log((2 * expected[1] + 1) / (second + expected[1] + 1))
        };
    }

    private static double[] share(double first, double second, double[] penalties) {
        double a = Math.exp(first + penalties[0]);
        double b = Math.exp(second + penalties[1]);
        return new double[] {a / (a + b), b / (a + b)};
    }

    @Test
    void drawsABatchToWhereTheOthersAre() {
        List<float[]> cells = Collections.nCopies(100, new float[] {1, 0.5f});
        long[] sizes = {100, 100};
        double[][] none = new double[2][2];
        double[] before = new PressureEpoch(mixture(2), theta(0), none, sizes, 1)
                .run(0, cells)
                .counts();
        double[][] counts = {before, {5, 95}};
        PressureEpoch.Answer answer = new PressureEpoch(mixture(2), theta(THETA), counts, sizes, 1).run(0, cells);
        assertThat(before[0]).isGreaterThan(60);
        assertThat(answer.counts()[0]).isBetween(5.0, 0.8 * before[0]);
        assertThat(Arrays.stream(answer.counts()).sum()).isEqualTo(100, within(1e-9));
        assertThat(answer.penalties()[0]).isNegative();
        assertThat(answer.penalties()[1]).isPositive();
    }

    @Test
    void aBatchThatHasWhatIsExpectedIsLeftAlone() {
        List<float[]> cells = Collections.nCopies(40, EAST);
        double[] own = new PressureEpoch(mixture(2), theta(0), new double[2][2], new long[] {40, 120}, 1)
                .run(0, cells)
                .counts();
        double[][] counts = {own, {3 * own[0], 3 * own[1]}};
        PressureEpoch.Answer answer =
                new PressureEpoch(mixture(2), theta(0.01), counts, new long[] {40, 120}, 1).run(0, cells);
        assertThat(answer.counts()).containsExactly(own, within(1e-3));
        assertThat(answer.penalties()).containsExactly(new double[2], within(1e-4));
    }

    /** Nor is what the number of all cells leaves for them; whether those looked at are all, or one in ten. */
    @ParameterizedTest
    @ValueSource(longs = {12, 120})
    void noCountOfTooFewIsTold(long cells) {
        List<float[]> sample = new ArrayList<>(Collections.nCopies(10, EAST));
        sample.addAll(List.of(NORTH, NORTH));
        long[] sizes = {cells, 40};
        PressureEpoch epoch = new PressureEpoch(mixture(2, 0.1), theta(0), new double[2][2], sizes, 3);
        assertThat(epoch.run(0, sample).counts()).containsExactly(0, 0);
        assertThat(epoch.ofAtLeast(2).run(0, sample).counts())
                .containsExactly(new double[] {cells * 10 / 12.0, cells * 2 / 12.0}, within(1e-3));
    }

    private static FilmMixture mixture(int clients) {
        return mixture(clients, 1);
    }

    /** Experts that leave every cell where it is, two axes as prototypes. */
    private static FilmMixture mixture(int clients, double sigma) {
        double[][] axes = {{1, 0}, {0, 1}};
        double[][][] ones = new double[clients][2][2];
        for (double[][] client : ones) {
            for (double[] row : client) {
                Arrays.fill(row, 1);
            }
        }
        List<String> names = List.of("a", "b", "c").subList(0, clients);
        return new FilmMixture(names, axes, ones, new double[clients][2][2], new double[clients][2], sigma, 2);
    }

    private static double[] theta(double ofBoth) {
        return new double[] {ofBoth, ofBoth};
    }
}
