package atlasprox.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PointTilesTest {

    @Property(tries = 30)
    void distancesAreThoseOfALoopOverTheDimensionsToTheLastBit(
            @ForAll @IntRange(min = 1, max = 600) int n,
            @ForAll @IntRange(min = 1, max = 20) int dimension,
            @ForAll boolean spherical,
            @ForAll long seed) {
        Random random = new Random(seed);
        double[][] points = drawn(n, dimension, random);
        double[][] centres = drawn(3, dimension, random);
        double[][] found = new double[3][n];
        new PointTiles(points, spherical)
                .distances(
                        centres,
                        (centre, first, apart, count) -> System.arraycopy(apart, 0, found[centre], first, count));
        for (int centre = 0; centre < 3; centre++) {
            for (int i = 0; i < n; i++) {
                assertThat(found[centre][i]).isEqualTo(distance(points[i], centres[centre], spherical));
            }
        }
    }

    private static double[][] drawn(int n, int dimension, Random random) {
        double[][] drawn = new double[n][];
        for (int i = 0; i < n; i++) {
            drawn[i] = random.doubles(dimension, -1, 1).toArray();
        }
        return drawn;
    }

    private static double distance(double[] a, double[] b, boolean spherical) {
        double sum = 0.0;
        for (int j = 0; j < a.length; j++) {
            sum += spherical ? a[j] * b[j] : (a[j] - b[j]) * (a[j] - b[j]);
        }
        return spherical ? Math.max(0.0, 1.0 - sum) : sum;
    }
}
