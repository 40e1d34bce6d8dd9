package atlasprox.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ColumnsTest {

    @Property(tries = 100)
    void addsEveryColumnTimesItsFactor(
            @ForAll @IntRange(max = 11) int columns, @ForAll @IntRange(max = 9) int length, @ForAll long seed) {
        Random random = new Random(seed);
        double[] factors = random.doubles(columns, -1, 1).toArray();
        double[][] of = new double[columns][];
        for (int i = 0; i < columns; i++) {
            of[i] = random.doubles(length, -1, 1).toArray();
        }
        double[] before = random.doubles(length, -1, 1).toArray();
        double[] sums = before.clone();
        Columns.add(factors, of, sums);
        for (int j = 0; j < length; j++) {
            double expected = before[j];
            for (int i = 0; i < columns; i++) {
                expected += factors[i] * of[i][j];
            }
            assertThat(sums[j]).isCloseTo(expected, within(1e-13));
        }
    }
}
