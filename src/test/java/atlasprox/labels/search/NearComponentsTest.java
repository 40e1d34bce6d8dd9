package atlasprox.labels.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearComponentsTest {

    @Property(tries = 150)
    void findsTheSameHoweverComponentsAreGrouped(
            @ForAll @IntRange(min = 1, max = 90) int count,
            @ForAll @IntRange(min = 1, max = 30) int dimension,
            @ForAll @IntRange(min = 0, max = 8) int spread,
            @ForAll @IntRange(min = 0, max = 120) int reach,
            @ForAll long seed) {
        requireTheSameHoweverGrouped(Made.of(count, dimension, spread, new Random(seed)), reach);
    }

    @Property(tries = 150)
    void findsWhatLookingAtEveryComponentFinds(
            @ForAll @IntRange(min = 1, max = 90) int count,
            @ForAll @IntRange(min = 1, max = 30) int dimension,
            @ForAll @IntRange(min = 0, max = 8) int spread,
            @ForAll @IntRange(min = 0, max = 120) int reach,
            @ForAll long seed) {
        requireWhatEveryComponentTells(Made.of(count, dimension, spread, new Random(seed)), reach);
    }

    /** Beyond single precision, and beyond what it tells apart. */
    @ParameterizedTest
    @ValueSource(doubles = {1e4, 1e9, 1e25})
    void ofCellsVeryFarAwayToo(double far) {
        Made made = Made.of(60, 20, 1, new Random(1L)).apart(far);
        requireTheSameHoweverGrouped(made, 60);
        requireWhatEveryComponentTells(made, 60);
    }

    /** Where single precision tells near components apart no more, a bound must allow for what it rounds. */
    @ParameterizedTest
    @ValueSource(doubles = {1e5, 1e6, 1e7, 1e8})
    void ofComponentsAndCellsFarFromTheOriginToo(double by) {
        for (int dimension = 1; dimension <= 20; dimension++) {
            for (int reach = 0; reach <= 4; reach += 2) {
                requireTheSameHoweverGrouped(
                        Made.of(90, dimension, 1, new Random(dimension)).moved(by), reach);
            }
        }
    }

    @Test
    void ofMoreComponentsThanBallsToo() {
        requireTheSameHoweverGrouped(Made.of(5_000, 2, 8, new Random(2L)), 10);
    }

    private static void requireTheSameHoweverGrouped(Made made, int reach) {
        NearComponents plain = made.search(reach, Double.POSITIVE_INFINITY);
        Found expected = plain.room();
        for (double radius : new double[] {10.0, NearComponents.radius(reach), 0.0}) {
            NearComponents grouped = made.search(reach, radius);
            Found found = grouped.room();
            for (double[] cell : made.cells()) {
                plain.find(cell, expected);
                grouped.find(cell, found);
                assertSame(found, expected);
            }
        }
    }

    private static void requireWhatEveryComponentTells(Made made, int reach) {
        int count = made.means().length;
        NearComponents search = made.search(reach, NearComponents.radius(reach));
        Found found = search.room();
        for (double[] cell : made.cells()) {
            search.find(cell, found);
            double[] squares = made.squares(cell);
            double least = Double.POSITIVE_INFINITY;
            double best = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < count; c++) {
                least = Math.min(least, squares[c]);
                best = Math.max(best, made.logShares()[c] - squares[c] / 2.0);
            }
            double rounded = 1e-9 * (1.0 + least);
            assertThat(squares[found.nearest()]).isLessThanOrEqualTo(least + rounded);
            int said = 0;
            for (int c = 0; c < count; c++) {
                double term = made.logShares()[c] - squares[c] / 2.0;
                boolean has = said < found.count() && found.component(said) == c;
                if (Math.abs(term - (best - reach)) > rounded) {
                    assertThat(has).isEqualTo(term > best - reach);
                }
                said += has ? 1 : 0;
            }
            assertThat(said).isEqualTo(found.count());
        }
    }

    private static void assertSame(Found found, Found expected) {
        assertThat(found.nearest()).isEqualTo(expected.nearest());
        assertThat(found.nearestSquare()).isEqualTo(expected.nearestSquare());
        assertThat(found.count()).isEqualTo(expected.count());
        for (int i = 0; i < found.count(); i++) {
            assertThat(found.component(i)).isEqualTo(expected.component(i));
            assertThat(found.term(i)).isEqualTo(expected.term(i));
        }
    }

    /** Components of which some coincide, and cells: near to one, between two, far from all, and on one. */
    private record Made(double[][] whitening, double[][] means, double[] logShares, double[][] cells) {

        static Made of(int count, int dimension, int spread, Random random) {
            double[][] whitening = triangular(dimension, random);
            double[][] means = new double[count][];
            double[] logShares = new double[count];
            for (int c = 0; c < count; c++) {
                means[c] = c > 0 && random.nextInt(10) == 0 ? means[c - 1] : place(dimension, spread, random);
                logShares[c] = Math.log(random.nextDouble());
            }
            double[][] cells = new double[12][];
            for (int i = 0; i < cells.length; i++) {
                double[] mean = means[random.nextInt(count)];
                double[] noise = place(dimension, i % 4 == 3 ? 1000 : 1, random);
                cells[i] = mean.clone();
                for (int j = 0; j < dimension && i % 4 > 0; j++) {
                    cells[i][j] += noise[j] + (i % 4 == 2 ? (means[0][j] - mean[j]) / 2.0 : 0.0);
                }
                colour(cells[i], whitening);
            }
            return new Made(whitening, means, logShares, cells);
        }

        /** Columns of a matrix with nothing above the diagonal, as the inverse of a Cholesky factor has. */
        private static double[][] triangular(int dimension, Random random) {
            double[][] columns = new double[dimension][dimension];
            for (int i = 0; i < dimension; i++) {
                columns[i][i] = 1.0 + random.nextDouble();
                for (int j = i + 1; j < dimension; j++) {
                    columns[i][j] = random.nextGaussian() / dimension;
                }
            }
            return columns;
        }

        /** Makes of a cell the one that the matrix brings to its place. */
        private static void colour(double[] cell, double[][] whitening) {
            for (int j = 0; j < cell.length; j++) {
                for (int i = 0; i < j; i++) {
                    cell[j] -= whitening[i][j] * cell[i];
                }
                cell[j] /= whitening[j][j];
            }
        }

        private static double[] place(int dimension, double spread, Random random) {
            double[] place = new double[dimension];
            for (int j = 0; j < dimension; j++) {
                place[j] = spread * random.nextGaussian();
            }
            return place;
        }

        /** The cells so many times as far from the origin. */
        Made apart(double times) {
            double[][] apart = Arrays.stream(cells)
                    .map(cell -> Arrays.stream(cell).map(z -> z * times).toArray())
                    .toArray(double[][]::new);
            return new Made(whitening, means, logShares, apart);
        }

        /** All so much farther in every whitened coordinate, where means are put on what single precision has. */
        Made moved(double by) {
            double[][] white = new double[cells.length][];
            for (int i = 0; i < white.length; i++) {
                white[i] = plus(whitened(cells[i]), by);
                colour(white[i], whitening);
            }
            double[][] on = Arrays.stream(means)
                    .map(mean -> Arrays.stream(mean).map(z -> (float) (z + by)).toArray())
                    .toArray(double[][]::new);
            return new Made(whitening, on, logShares, white);
        }

        private static double[] plus(double[] row, double by) {
            return Arrays.stream(row).map(z -> z + by).toArray();
        }

        private double[] whitened(double[] cell) {
            double[] white = new double[cell.length];
            for (int i = 0; i < cell.length; i++) {
                for (int j = i; j < cell.length; j++) {
                    white[j] += whitening[i][j] * cell[i];
                }
            }
            return white;
        }

        NearComponents search(double reach, double radius) {
            return new NearComponents(whitening, means, logShares, reach, radius);
        }

        double[] squares(double[] cell) {
            double[] squares = new double[means.length];
            double[] white = whitened(cell);
            for (int c = 0; c < squares.length; c++) {
                for (int j = 0; j < cell.length; j++) {
                    squares[c] += (white[j] - means[c][j]) * (white[j] - means[c][j]);
                }
            }
            return squares;
        }
    }
}
