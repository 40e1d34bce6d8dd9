package atlasprox.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AliasTableTest {
    private static final int DRAWS = 100_000;

    /** By uniform numbers on a grid, so that nothing is left to chance: each number has two pieces of it at most for each other one. */
    @Property(tries = 200)
    void drawsAsOftenAsTheWeightsSay(@ForAll @Size(min = 1, max = 40) List<@DoubleRange(max = 1000) Double> given) {
        double[] weights = given.stream().mapToDouble(Double::doubleValue).toArray();
        weights[0] += 1;
        double sum = Arrays.stream(weights).sum();
        int[] drawn = drawn(weights);
        for (int i = 0; i < weights.length; i++) {
            assertThat(drawn[i] / (double) DRAWS).isCloseTo(weights[i] / sum, within(2.0 * weights.length / DRAWS));
        }
    }

    @Test
    void neverDrawsWhatHasNoWeight() {
        assertThat(drawn(new double[] {0, 3, 0, 1, 0}))
                .satisfies(drawn -> assertThat(drawn[0] + drawn[2] + drawn[4]).isZero())
                .satisfies(drawn -> assertThat(drawn[1]).isEqualTo(DRAWS * 3 / 4));
    }

    private static int[] drawn(double[] weights) {
        AliasTable table = new AliasTable(weights);
        int[] drawn = new int[weights.length];
        for (int i = 0; i < DRAWS; i++) {
            drawn[table.draw((i + 0.5) / DRAWS)]++;
        }
        return drawn;
    }
}
