package atlasprox.aligned.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.math.Vectors;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class PairSupportsTest {
    private static final double SQUARE_WIDTH = 2.0;

    @Property(tries = 50)
    void areThoseThatAreSummedOverTheDimensions(
            @ForAll @IntRange(min = 1, max = 6) int from,
            @ForAll @IntRange(min = 1, max = 6) int onto,
            @ForAll @IntRange(min = 1, max = 30) int dimension,
            @ForAll @DoubleRange(min = -1e4, max = 1e4) double apart,
            @ForAll long seed) {
        Random random = new Random(seed);
        WeightedCentroids here = centroids(random, from, dimension, 0.0);
        WeightedCentroids there = centroids(random, onto, dimension, apart);
        double[][] supports = PairSupports.of(here, there);
        for (int p = 0; p < from; p++) {
            for (int q = 0; q < onto; q++) {
                double[] shift =
                        Vectors.minus(there.points().get(q), here.points().get(p));
                assertThat(supports[p][q]).isCloseTo(support(here, there, shift), within(1e-9));
            }
        }
    }

    private static double support(WeightedCentroids here, WeightedCentroids there, double[] shift) {
        double support = 0.0;
        for (int i = 0; i < here.size(); i++) {
            for (int j = 0; j < there.size(); j++) {
                double square = Vectors.square(
                        Vectors.plus(here.points().get(i), shift),
                        there.points().get(j));
                support += here.weight(i) * there.weight(j) * Math.exp(-square / (2.0 * SQUARE_WIDTH));
            }
        }
        return support;
    }

    private static WeightedCentroids centroids(Random random, int count, int dimension, double apart) {
        List<double[]> points = IntStream.range(0, count)
                .mapToObj(i -> random.doubles(dimension)
                        .map(x -> apart + 3.0 * x / Math.sqrt(dimension))
                        .toArray())
                .toList();
        return new WeightedCentroids(points, SQUARE_WIDTH);
    }
}
