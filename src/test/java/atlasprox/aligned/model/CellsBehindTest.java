package atlasprox.aligned.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CellsBehindTest {

    @Test
    void cellsThatCountAlikeAreCounted() {
        assertThat(CellsBehind.areAtLeast(5, 5.0, 1.0)).isTrue();
        assertThat(CellsBehind.areAtLeast(6, 5.0, 1.0)).isFalse();
    }

    @Test
    void oneCellAmongManyThatHardlyCountStandsAlone() {
        assertThat(CellsBehind.areAtLeast(2, 1.0 + 100 * 1e-6, 1.0)).isFalse();
        assertThat(CellsBehind.areAtLeast(1, 0.3, 0.30001)).isTrue();
    }

    @Property
    void thereAreNeverMoreThanCellsNorThanTheEffectiveNumber(
            @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0.01, max = 1.0) Double> weights,
            @ForAll @IntRange(min = 2, max = 31) int least) {
        double sum = weights.stream().mapToDouble(w -> w).sum();
        double squares = weights.stream().mapToDouble(w -> w * w).sum();
        double largest = weights.stream().mapToDouble(w -> w).max().orElseThrow();
        if (CellsBehind.areAtLeast(least, sum, largest)) {
            assertThat(weights.size()).isGreaterThanOrEqualTo(least);
            assertThat(sum * sum / squares).isGreaterThanOrEqualTo(least - 1e-9);
        }
    }

    @Property
    void whatIsLeftOverWeighsAsMuchAsIsTold(
            @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = 0.0, max = 40.0) Double> sums,
            @ForAll @IntRange(min = 1, max = 20) int least) {
        double[] weights = sums.stream().mapToDouble(w -> w).toArray();
        double[] largest = sums.stream().mapToDouble(w -> Math.min(w, 1.0)).toArray();
        boolean[] told = CellsBehind.told(least, weights, largest);
        double rest = 0.0;
        boolean any = false;
        for (int k = 0; k < told.length; k++) {
            any |= told[k] && weights[k] > 0.0;
            rest += told[k] ? 0.0 : weights[k];
            assertThat(!told[k] || CellsBehind.areAtLeast(least, weights[k], largest[k]))
                    .isTrue();
        }
        assertThat(rest == 0.0 || rest >= least - 1e-9 || !any).isTrue();
        assertThat(least > 1 || rest == 0.0).isTrue();
    }

    @Test
    void noMoreIsHeldBackThanIsNeeded() {
        double[] ones = {1, 1, 1, 1};
        assertThat(CellsBehind.told(5, new double[] {50, 3, 7, 20}, ones)).containsExactly(true, false, false, true);
        assertThat(CellsBehind.told(5, new double[] {50, 3, 4, 20}, ones)).containsExactly(true, false, false, true);
        assertThat(CellsBehind.told(5, new double[] {50, 30, 7, 20}, ones)).containsOnly(true);
    }
}
