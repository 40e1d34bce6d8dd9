package atlasprox.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CentreTest {

    @Property(tries = 100)
    void cellsTogetherAreEachAboutTheCentre(
            @ForAll @IntRange(min = 0, max = 7) int cells,
            @ForAll @IntRange(min = 1, max = 9) int dimension,
            @ForAll long seed) {
        Random random = new Random(seed);
        Centre centre = new Centre(random.doubles(dimension, -3.0, 3.0).toArray());
        float[] values = new float[cells * dimension];
        float[] expected = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
            expected[i] = (float) (values[i] - centre.coordinates()[i % dimension]);
        }
        assertThat(centre.about(values)).containsExactly(expected);
    }

    @Property(tries = 100)
    void aPlaceAboutAnotherIsThatMuchFartherOn(@ForAll long seed) {
        Random random = new Random(seed);
        Centre one = new Centre(random.doubles(4, -3.0, 3.0).toArray());
        Centre other = new Centre(random.doubles(4, -3.0, 3.0).toArray());
        for (int j = 0; j < 4; j++) {
            assertThat(one.plus(other).coordinates()[j]).isEqualTo(one.coordinates()[j] + other.coordinates()[j]);
        }
    }
}
