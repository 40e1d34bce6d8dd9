package atlasprox.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KMeansTest {

    @Test
    void findsGroupsThatLieApart() {
        KMeans.Result found = KMeans.euclidean(groups(), 3, 0L);
        assertThat(Arrays.stream(found.centres()).sorted(Comparator.comparingDouble(c -> c[0])))
                .satisfiesExactly(
                        c -> assertThat(c).containsExactly(new double[] {-10, 0}, within(0.1)),
                        c -> assertThat(c).containsExactly(new double[] {0, 10}, within(0.1)),
                        c -> assertThat(c).containsExactly(new double[] {10, 0}, within(0.1)));
        assertThat(found.cost()).isBetween(1.0, 20.0);
    }

    @Test
    void nearestIsTheRowOfEveryPointsCentre() {
        List<double[]> points = groups();
        KMeans.Result found = KMeans.euclidean(points, 5, 2L);
        for (int i = 0; i < points.size(); i++) {
            double[] point = points.get(i);
            double apart = Vectors.square(point, found.centres()[found.nearest()[i]]);
            assertThat(List.of(found.centres()))
                    .allSatisfy(c -> assertThat(Vectors.square(point, c)).isGreaterThanOrEqualTo(apart));
        }
    }

    @Test
    void sphericalCentresAreOfUnitLengthAndPointsAreLeftAsTheyWere() {
        List<double[]> points = groups();
        double[] first = points.get(0).clone();
        for (double[] centre : KMeans.spherical(points, 3, 0L).centres()) {
            assertThat(Math.hypot(centre[0], centre[1])).isEqualTo(1.0, within(1e-12));
        }
        assertThat(points.get(0)).containsExactly(first);
    }

    @Test
    void asksForNoMoreCentresThanThereArePlaces() {
        List<double[]> two = List.of(new double[] {1, 0}, new double[] {0, 1}, new double[] {1, 0});
        assertThat(KMeans.euclidean(two, 20, 3L).centres().length).isEqualTo(2);
        assertThat(KMeans.spherical(two, 20, 3L).centres().length).isEqualTo(2);
    }

    @Test
    void centresBesideFixedOnesTakeWhatTheseLeave() {
        double[][] fixed = {{1, 0}, {-1, 0}};
        KMeans.Result found = KMeans.sphericalBeside(groups(), fixed, 1, 0L);
        assertThat(found.centres()).hasDimensions(3, 2);
        assertThat(found.centres()[0]).containsExactly(1, 0);
        assertThat(found.centres()[1]).containsExactly(-1, 0);
        assertThat(found.centres()[2]).containsExactly(new double[] {0, 1}, within(0.02));
        assertThat(Arrays.stream(found.nearest()).filter(k -> k == 2)).hasSize(100);
    }

    @Test
    void fixedCentresStayWithoutPoints() {
        List<double[]> east = List.of(new double[] {1, 0}, new double[] {2, 0});
        KMeans.Result found = KMeans.sphericalBeside(east, new double[][] {{1, 0}, {-1, 0}}, 3, 0L);
        assertThat(found.centres()).isDeepEqualTo(new double[][] {{1, 0}, {-1, 0}});
        assertThat(found.nearest()).containsExactly(0, 0);
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        assertThat(KMeans.spherical(groups(), 5, 7L).centres())
                .isDeepEqualTo(KMeans.spherical(groups(), 5, 7L).centres());
    }

    @Test
    void thoroughStartsMissFewerGroups() {
        Random random = new Random(4);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            points.add(new double[] {30 * (i % 10) + random.nextGaussian(), random.nextGaussian()});
        }
        double plain = 0.0;
        double thorough = 0.0;
        for (long seed = 0; seed < 20; seed++) {
            plain += KMeans.euclidean(points, 10, seed).cost();
            thorough += KMeans.thorough(points, 10, seed).cost();
        }
        assertThat(thorough).isLessThan(0.5 * plain);
    }

    @Test
    void sphericalStartsMissNoneOfTwentyGroups() {
        Random random = new Random(5);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            double[] point = random.doubles(20, -0.1, 0.1).toArray();
            point[i % 20] += 1.0;
            points.add(point);
        }
        for (long seed = 0; seed < 20; seed++) {
            // About 0.03 a cell where every group has its centre; two groups with a centre between them cost 12 more.
            assertThat(KMeans.spherical(points, 20, seed).cost()).isLessThan(18.0);
        }
    }

    @Test
    void theSameSeedGivesTheSameBitsWithManyPoints() {
        Random random = new Random(6);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 12_000; i++) {
            points.add(random.doubles(5, -1, 1).toArray());
        }
        double[][] first = KMeans.spherical(points, 8, 1L).centres();
        for (int again = 0; again < 3; again++) {
            assertThat(KMeans.spherical(points, 8, 1L).centres()).isDeepEqualTo(first);
        }
    }

    private static List<double[]> groups() {
        Random random = new Random(1);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            double x = i % 3 == 0 ? -10 : i % 3 == 1 ? 0 : 10;
            double y = i % 3 == 1 ? 10 : 0;
            points.add(new double[] {x + 0.1 * random.nextGaussian(), y + 0.1 * random.nextGaussian()});
        }
        return points;
    }
}
