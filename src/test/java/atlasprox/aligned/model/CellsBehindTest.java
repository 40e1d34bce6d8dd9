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
}
