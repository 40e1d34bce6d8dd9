package atlasprox.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BurstSizeTest {
    private static final int DRAWS = 1_000_000;

    /** The variance of a sum of Poisson many bursts is their number times the mean square of one: (1 + b) times the mean. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 1, 5})
    void burstsMakeTheVarianceSoManyTimesTheMean(double excess) {
        BurstSize size = new BurstSize(excess);
        int[] drawn =
                IntStream.range(0, DRAWS).map(i -> size.draw((i + 0.5) / DRAWS)).toArray();
        double mean = IntStream.of(drawn).average().orElseThrow();
        double square =
                IntStream.of(drawn).asDoubleStream().map(x -> x * x).average().orElseThrow();
        assertThat(mean).isCloseTo(size.mean(), within(1e-3 * size.mean()));
        assertThat(square / mean).isCloseTo(1 + excess, within(1e-3 * (1 + excess)));
    }

    @Test
    void aDrawEndsWhateverRoundingLeaves() {
        assertThat(new BurstSize(1e-3).draw(Math.nextDown(1.0))).isBetween(4, 10_000);
        assertThat(new BurstSize(5).draw(0)).isEqualTo(1);
    }
}
