package atlasprox.aligned.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.math.Centre;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FilmMixtureTest {
    private static final double[][] AXES = {{1, 0}, {0, 1}, {-1, 0}};

    @Property
    void identityExpertsReturnEveryBit(@ForAll @Size(2) @DoubleRange(min = -1e9, max = 1e9) double[] cell) {
        double[] corrected = cell.clone();
        aboutOrigin(mixture(1, 0, 0)).correct(0, corrected);
        for (int j = 0; j < 2; j++) {
            assertThat(Double.doubleToRawLongBits(corrected[j])).isEqualTo(Double.doubleToRawLongBits(cell[j]));
        }
    }

    @Test
    void expertsThatAgreeAreOneAdapter() {
        double[] cell = {3, -4};
        aboutOrigin(mixture(2, 1, 0.5)).correct(0, cell);
        assertThat(cell).containsExactly(new double[] {7, -7}, within(1e-9));
    }

    @Test
    void eachExpertMovesItsOwnGroup() {
        double[][][] gamma = {{{1, 1}, {1, 1}, {1, 1}}};
        double[][][] beta = {{{10, 0}, {0, 20}, {-30, 0}}};
        FilmMixture mixture = new FilmMixture(List.of("a"), AXES, gamma, beta, new double[][] {{0, 0}}, 0.01, 2);
        double[] east = {5, 0};
        double[] north = {0, 5};
        aboutOrigin(mixture).correct(0, east);
        aboutOrigin(mixture).correct(0, north);
        assertThat(east).containsExactly(new double[] {15, 0}, within(1e-9));
        assertThat(north).containsExactly(new double[] {0, 25}, within(1e-9));
    }

    @Test
    void aPenaltySendsTheCellsOfItsOwnBatchElsewhere() {
        double[][][] gamma = {{{1, 1}, {1, 1}, {1, 1}}, {{1, 1}, {1, 1}, {1, 1}}};
        double[][][] beta = {{{10, 0}, {0, 20}, {-30, 0}}, {{10, 0}, {0, 20}, {-30, 0}}};
        FilmMixture plain =
                new FilmMixture(List.of("a", "b"), AXES, gamma, beta, new double[][] {{0, 0}, {0, 0}}, 1e3, 1);
        FilmMixture mixture = plain.withPenalties(new double[][] {{0, 50, 0}, {0, 0, 50}});
        double[] north = {3, 4};
        double[] west = {3, 4};
        aboutOrigin(mixture).correct(0, north);
        aboutOrigin(mixture).correct(1, west);
        assertThat(north).containsExactly(new double[] {3, 24}, within(1e-9));
        assertThat(west).containsExactly(new double[] {-27, 4}, within(1e-9));
        assertThat(plain.penalties()).isDeepEqualTo(new double[2][3]);
    }

    @Test
    void aBatchMayHavePrototypesOfItsOwn() {
        double[][] two = {AXES[0], AXES[1]};
        FilmMixture first = FilmMixture.shifting(List.of("b"), two, new double[][] {{0, 1}}, 0.01, 2);
        double[][][] gamma = {{{1, 1}, {1, 1}, {1, 1}}};
        double[][][] beta = {{{10, 0}, {0, 20}, {-30, 0}}};
        FilmMixture second = new FilmMixture(List.of("a"), AXES, gamma, beta, new double[][] {{0, 0}}, 0.01, 2);
        FilmMixture both = first.with(second);
        double[] own = {-5, 0};
        double[] other = {-5, 0};
        aboutOrigin(both).correct(0, own);
        aboutOrigin(both).correct(1, other);
        assertThat(both.batches()).containsExactly("a", "b");
        assertThat(own).containsExactly(new double[] {-35, 0}, within(1e-9));
        assertThat(other).containsExactly(new double[] {-5, 1}, within(1e-9));
        assertThat(both.prototypes(1)).isSameAs(two);
        FilmMixture kept = second.keeping(k -> k != 2);
        double[] left = {-5, 3};
        aboutOrigin(kept).correct(0, left);
        assertThat(kept.prototypes(0)).hasDimensions(2, 2);
        assertThat(left).containsExactly(new double[] {-5, 23}, within(1e-9));
    }

    private static CentredMixture aboutOrigin(FilmMixture mixture) {
        return new CentredMixture(Centre.origin(2), mixture);
    }

    private static FilmMixture mixture(double scale, double offset, double start) {
        double[][] scales = new double[3][2];
        double[][] offsets = new double[3][2];
        for (int k = 0; k < 3; k++) {
            Arrays.fill(scales[k], scale);
            Arrays.fill(offsets[k], offset);
        }
        return new FilmMixture(
                List.of("a"),
                AXES,
                new double[][][] {scales},
                new double[][][] {offsets},
                new double[][] {{start, start}},
                0.1,
                2);
    }
}
