package atlasprox.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class GeometricMedianTest {
    private static final int STEPS = 100;
    private static final double LEAST = 1e-9;

    @Property(tries = 200)
    void noOtherPlaceIsNearerToThePoints(
            @ForAll @IntRange(min = 1, max = 12) int count,
            @ForAll @IntRange(min = 1, max = 6) int dimension,
            @ForAll long seed) {
        Random random = new Random(seed);
        double[][] points = points(count, dimension, random);
        double[] weights = weights(count, random);
        double[] median = median(points, weights);
        double least = distances(points, weights, median);
        for (int other = 0; other < 20; other++) {
            double reach = Math.pow(10.0, -random.nextInt(4));
            double[] place = IntStream.range(0, dimension)
                    .mapToDouble(j -> median[j] + reach * random.nextGaussian())
                    .toArray();
            assertThat(distances(points, weights, place)).isGreaterThan(least * (1.0 - 1.0 / STEPS));
        }
    }

    @Property(tries = 100)
    void pointsThatWeighLessThanHalfDoNotDragItFar(
            @ForAll @DoubleRange(min = 10.0, max = 1e9) double away, @ForAll long seed) {
        Random random = new Random(seed);
        double[][] points = points(9, 3, random);
        double[] weights = new double[9];
        Arrays.fill(weights, 1.0);
        for (int i = 0; i < 4; i++) {
            points[i][0] += away;
        }
        assertThat(Math.sqrt(Vectors.square(median(points, weights), new double[3])))
                .isLessThan(10.0);
    }

    @Property(tries = 100)
    void aPointOfMostOfTheWeightIsIt(@ForAll @IntRange(min = 1, max = 5) int dimension, @ForAll long seed) {
        double[][] points = points(4, dimension, new Random(seed));
        double[] median = median(points, new double[] {7.0, 1.0, 2.0, 1.0});
        for (int j = 0; j < dimension; j++) {
            assertThat(median[j]).isEqualTo(points[0][j], within(1e-6));
        }
    }

    private static double[] median(double[][] points, double[] weights) {
        return GeometricMedian.of(
                points, weights, (i, place) -> Math.sqrt(Vectors.square(points[i], place)), LEAST, STEPS);
    }

    private static double distances(double[][] points, double[] weights, double[] place) {
        return IntStream.range(0, points.length)
                .mapToDouble(i -> weights[i] * Math.sqrt(Vectors.square(points[i], place)))
                .sum();
    }

    private static double[][] points(int count, int dimension, Random random) {
        return IntStream.range(0, count)
                .mapToObj(i -> random.doubles(dimension, -2.0, 2.0).toArray())
                .toArray(double[][]::new);
    }

    private static double[] weights(int count, Random random) {
        return random.doubles(count, 0.5, 3.0).toArray();
    }
}
