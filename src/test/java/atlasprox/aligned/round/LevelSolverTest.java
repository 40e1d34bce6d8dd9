package atlasprox.aligned.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.aligned.PlainSettings;
import atlasprox.aligned.model.Spread;
import atlasprox.aligned.settings.AlignedSettings;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class LevelSolverTest {
    private static final AlignedSettings SETTINGS = PlainSettings.rounds(8, 0);

    /** n = 200, n_k = 400, p = 1/2: w = 200 / 240 and omega = 200 / 6; one group always agrees with itself, so the ridge is gone. */
    @Test
    void oneSharedGroupIsWorkedOutByHand() {
        LevelSolver solver = solver(new double[][] {{200}, {200}}, new double[][] {{3}, {-3}}, 100, 1.0, 1.0);
        assertThat(solver.base()[0][0]).isEqualTo(3.0, within(1e-4));
        assertThat(solver.base()[1][0]).isEqualTo(-3.0, within(1e-4));
        assertThat(solver.centres()[0][0]).isEqualTo(0.0, within(1e-9));
        assertThat(solver.shift(0, 0)[0]).isEqualTo(3.0, within(1e-4));
    }

    /** h = s x, then D = h + s w (x - h) = x / 2 (1 + 5 / 12). */
    @Test
    void halfTheStrengthIsWorkedOutByHand() {
        LevelSolver solver = solver(new double[][] {{200}, {200}}, new double[][] {{1}, {-1}}, 100, 0.5, 0.5);
        assertThat(solver.base()[0][0]).isEqualTo(0.5, within(1e-5));
        assertThat(solver.shift(0, 0)[0]).isEqualTo(0.5 * (1 + 5.0 / 12), within(1e-4));
    }

    @Test
    void aLevelOfStrengthZeroStaysAndTheOthersComeToIt() {
        LevelSolver solver = solver(new double[][] {{200}, {200}}, new double[][] {{3}, {-3}}, 100, 0.0, 1.0);
        assertThat(solver.base()[0]).containsExactly(0.0);
        assertThat(solver.shift(0, 0)).containsExactly(0.0);
        assertThat(solver.shift(1, 0)[0]).isEqualTo(-6.0, within(1e-4));
    }

    /** Groups 0 and 1 agree about 4; group 2, of the first level alone, moves along. */
    @Test
    void aGroupThatOnlyOneLevelHasMovesWithItsLevel() {
        LevelSolver solver = solver(
                new double[][] {{100, 100, 100}, {100, 100, 0}},
                new double[][] {{4, 14, 50}, {0, 10, 0}},
                100,
                1.0,
                1.0);
        assertThat(solver.shift(0, 2)[0]).isEqualTo(solver.base()[0][0], within(1e-12));
        assertThat(solver.base()[0][0] - solver.base()[1][0]).isEqualTo(4.0, within(1e-3));
    }

    /** Where two groups say +5 and -5, they say nothing about the level. */
    @Test
    void disagreeingGroupsHoldTheLevelWhereItWas() {
        LevelSolver solver =
                solver(new double[][] {{100, 100}, {100, 100}}, new double[][] {{5, -5}, {0, 0}}, 100, 1.0, 1.0);
        assertThat(solver.base()[0][0]).isEqualTo(0.0, within(1e-12));
        assertThat(solver.shift(0, 0)[0]).isPositive();
        assertThat(solver.shift(0, 1)[0]).isNegative();
    }

    /** The gap is 10: at a variance of 51 it is 1.4 deviations, where the group is trusted half. */
    @Test
    void aGroupTooFarFromTheOthersIsTrustedLess() {
        double[][] n = {{100, 100}, {100, 100}};
        double[][] mean = {{5, -5}, {-5, 5}};
        double near = solver(n, mean, 1e9, 1.0, 1.0).shift(0, 0)[0];
        assertThat(near).isEqualTo(5 / 1.2, within(1e-6));
        assertThat(solver(n, mean, 100 / 1.96, 1.0, 1.0).shift(0, 0)[0]).isEqualTo(near / 2, within(1e-6));
        assertThat(solver(n, mean, 1, 1.0, 1.0).shift(0, 0)[0]).isLessThan(near / 1000);
    }

    /** Four of five groups lie 4 apart, the fifth 24: it says nothing about the levels, and moves with them. */
    @Test
    void aGroupThatDisagreesWithTheOthersIsTakenForAnotherKind() {
        double[][] n = {{100, 100, 100, 100, 100}, {100, 100, 100, 100, 100}};
        LevelSolver solver =
                solver(n, new double[][] {{4, 104, 204, 304, 424}, {0, 100, 200, 300, 400}}, 900, 1.0, 1.0);
        assertThat(solver.base()[0][0] - solver.base()[1][0]).isEqualTo(4.0, within(0.01));
        assertThat(solver.shift(0, 4)[0] - solver.shift(1, 4)[0]).isEqualTo(4.0, within(0.01));
    }

    @Property(tries = 200)
    void movingAllCellsByOneVectorMovesOnlyTheCentres(
            @ForAll @DoubleRange(min = -100, max = 100) double by,
            @ForAll @DoubleRange(min = 1, max = 300) double count,
            @ForAll @DoubleRange(min = -10, max = 10) double place) {
        double[][] n = {{count, 50, 0}, {80, 0, 30}, {60, 90, 120}};
        double[][] mean = {{place, 3, 0}, {-2, 0, 7}, {1, 2, 3}};
        double[][] moved = new double[3][];
        for (int l = 0; l < 3; l++) {
            moved[l] = DoubleStream.of(mean[l]).map(x -> x + by).toArray();
        }
        LevelSolver here = solver(n, mean, 4, 1.0, 1.0, 1.0);
        LevelSolver there = solver(n, moved, 4, 1.0, 1.0, 1.0);
        for (int l = 0; l < 3; l++) {
            for (int k = 0; k < 3; k++) {
                assertThat(there.shift(l, k)[0]).isEqualTo(here.shift(l, k)[0], within(1e-7));
            }
        }
        assertThat(there.centres()[0][0]).isEqualTo(here.centres()[0][0] + by, within(1e-7));
    }

    /** Prototypes that nobody has change nothing, but have the levels solved for instead of the prototypes. */
    @Test
    void solvingByLevelsAndByPrototypesIsTheSame() {
        double[][] n = {{100, 20}, {60, 80}, {0, 50}, {70, 70}, {10, 0}};
        double[][] mean = {{3, 9}, {1, 6}, {0, 8}, {-2, 4}, {5, 0}};
        double[] strength = {1, 0.5, 1, 0, 1};
        LevelSolver byPrototypes = solver(n, mean, 4, strength);
        LevelSolver byLevels = solver(widened(n), widened(mean), 4, strength);
        for (int l = 0; l < 5; l++) {
            assertThat(byLevels.base()[l][0]).isEqualTo(byPrototypes.base()[l][0], within(1e-9));
            assertThat(byLevels.shift(l, 1)[0]).isEqualTo(byPrototypes.shift(l, 1)[0], within(1e-9));
        }
        assertThat(byPrototypes.base()[0][0]).isNotZero();
        assertThat(byPrototypes.base()[3]).containsExactly(0.0);
    }

    private static double[][] widened(double[][] rows) {
        return Arrays.stream(rows).map(row -> Arrays.copyOf(row, 8)).toArray(double[][]::new);
    }

    private static LevelSolver solver(double[][] n, double[][] means, double variance, double... strength) {
        double[][][] mean = new double[n.length][n[0].length][1];
        double[][] cells = new double[n.length][1];
        double[][] spread = new double[n[0].length][1];
        for (int l = 0; l < n.length; l++) {
            cells[l][0] = DoubleStream.of(n[l]).sum();
            for (int k = 0; k < n[0].length; k++) {
                mean[l][k][0] = means[l][k];
                spread[k][0] = variance;
            }
        }
        LevelSolver solver = new LevelSolver(
                SETTINGS,
                new LevelSolver.Groups(
                        n, (l, k) -> mean[l][k], cells, strength, new boolean[n.length], Grouping.plain(n[0].length)),
                new Spread(spread, 1e-12, 1),
                new double[n.length][1]);
        solver.solve();
        return solver;
    }
}
