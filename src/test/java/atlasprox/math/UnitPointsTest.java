package atlasprox.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnitPointsTest {
    private static final double[][] CENTRES = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

    private final List<double[]> points = points();

    @Test
    void sumsAreTheSameHoweverPointsAreParted() {
        List<double[]> shuffled = new ArrayList<>(points);
        Collections.shuffle(shuffled, new Random(1));
        DirectionSums parts = new UnitPoints(shuffled.subList(0, 77)).nearest(CENTRES);
        parts.merge(new UnitPoints(shuffled.subList(77, 500)).nearest(CENTRES));
        DirectionSums whole = new UnitPoints(points).nearest(CENTRES);
        assertThat(parts.moved(CENTRES)).isDeepEqualTo(whole.moved(CENTRES));
        assertThat(parts.cost(CENTRES)).isEqualTo(whole.cost(CENTRES));
    }

    @Test
    void everyPointCountsForTheCentreThatItIsNearestTo() {
        DirectionSums sums = new UnitPoints(points).nearest(CENTRES);
        for (int k = 0; k < CENTRES.length; k++) {
            int axis = k;
            assertThat(sums.count(k))
                    .isEqualTo(points.stream()
                            .filter(point -> largest(point) == axis)
                            .count());
        }
        double cost = points.stream()
                .mapToDouble(point -> 1.0 - point[largest(point)] / Math.sqrt(Vectors.square(point, new double[3])))
                .sum();
        assertThat(sums.cost(CENTRES)).isCloseTo(cost, within(1e-6));
    }

    @Test
    void roundsOfSumsLowerTheCost() {
        UnitPoints units = new UnitPoints(points);
        double[][] centres = CENTRES;
        double last = Double.POSITIVE_INFINITY;
        for (int round = 0; round < 6; round++) {
            DirectionSums sums = units.nearest(centres);
            assertThat(sums.cost(centres)).isLessThanOrEqualTo(last + 1e-9);
            last = sums.cost(centres);
            centres = sums.moved(centres);
        }
    }

    @Test
    void sumsOfTooFewAreLeftOut() {
        UnitPoints few =
                new UnitPoints(List.of(new double[] {2, 0, 0}, new double[] {3, 0, 0}, new double[] {0, 5, 0}));
        DirectionSums told = few.nearest(CENTRES).ofAtLeast(2, 1);
        assertThat(new long[] {told.count(0), told.count(1), told.count(2)}).containsExactly(2, 0, 0);
        assertThat(told.moved(CENTRES)[1]).isSameAs(CENTRES[1]);
        assertThat(few.nearest(CENTRES).ofAtLeast(2, 2).count(0))
                .isZero(); // The one point would be what is missing in all three.
    }

    @Test
    void groupsAddUpToAllPoints() {
        UnitPoints units = new UnitPoints(points);
        double[] all = new double[3];
        for (double[] sum : units.groups(7)) {
            assertThat(Math.sqrt(Vectors.square(sum, new double[3]))).isLessThanOrEqualTo(13.0);
            UnitPoints.add(sum, all);
        }
        double[] expected = new double[3];
        UnitPoints.add(units.groups(500)[0], expected);
        assertThat(all).isEqualTo(expected);
        assertThat(units.groups(501)).hasDimensions(1, 3);
    }

    @Test
    void centresOfGroupsCostAboutAsMuchAsCentresOfPoints() {
        double ofGroups = 0.0;
        double ofPoints = 0.0;
        for (long seed = 0; seed < 10; seed++) {
            UnitPoints units = new UnitPoints(points);
            double[][] centres =
                    KMeans.sphericalOfSums(List.of(units.groups(3)), 12, seed).centres();
            for (int round = 0; round < 10; round++) {
                centres = units.nearest(centres).moved(centres);
            }
            ofGroups += units.nearest(centres).cost(centres);
            ofPoints += KMeans.spherical(points, 12, seed).cost();
        }
        assertThat(ofGroups).isLessThan(1.03 * ofPoints);
    }

    private static int largest(double[] point) {
        return point[0] >= point[1] && point[0] >= point[2] ? 0 : point[1] >= point[2] ? 1 : 2;
    }

    private static List<double[]> points() {
        Random random = new Random(5);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            points.add(new double[] {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()});
        }
        return points;
    }
}
