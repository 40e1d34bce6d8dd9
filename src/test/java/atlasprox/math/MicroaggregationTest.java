package atlasprox.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MicroaggregationTest {

    @Property(tries = 200)
    void everyPointIsInOneGroupOfEnough(
            @ForAll @IntRange(min = 1, max = 90) int n,
            @ForAll @IntRange(min = 1, max = 9) int least,
            @ForAll long seed) {
        double[][] points = points(n, new Random(seed));
        List<int[]> groups = Microaggregation.groups(points, least);
        assertThat(groups.stream().flatMapToInt(Arrays::stream).sorted().toArray())
                .isEqualTo(IntStream.range(0, n).toArray());
        assertThat(groups).allSatisfy(group -> assertThat(group.length)
                .isGreaterThanOrEqualTo(Math.min(n, least))
                .isLessThan(2 * least));
    }

    @Test
    void groupsAreOfPointsNearEachOther() {
        double[][] points = points(400, new Random(3));
        for (int i = 0; i < points.length; i++) {
            points[i][0] += i % 2 * 50.0;
        }
        assertThat(Microaggregation.groups(points, 5)).allSatisfy(group -> assertThat(
                        Arrays.stream(group).map(i -> i % 2).distinct().count())
                .isEqualTo(1));
    }

    @Test
    void pointsThatAreAllTheSameAreParted() {
        assertThat(Microaggregation.groups(new double[10][3], 2)).hasSizeBetween(4, 5);
    }

    /** As directions of a single dimension do; a cut that peels off a few each time would go as deep as there are points. */
    @Test
    void manyPointsAtTwoPlacesAreParted() {
        double[][] points = new double[20_000][1];
        Arrays.setAll(points, i -> new double[] {i % 2 * 2.0 - 1.0});
        assertThat(Microaggregation.groups(points, 2)).hasSizeBetween(6_600, 10_000);
    }

    private static double[][] points(int n, Random random) {
        double[][] points = new double[n][3];
        for (double[] point : points) {
            Arrays.setAll(point, j -> random.nextGaussian());
        }
        return points;
    }
}
