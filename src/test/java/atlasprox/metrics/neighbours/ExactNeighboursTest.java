package atlasprox.metrics.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.metrics.Draws;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ExactNeighboursTest {
    private static final float[][] LINE = {{0}, {1}, {2}, {10}, {11}, {12}};
    private static final int LOOKED_AT = 20;

    /** WeightedCentroids of cells; all but the first are hard on sums of squares in float. */
    private enum Kind {
        PLAIN {
            @Override
            float at(Random random) {
                return (float) random.nextGaussian();
            }
        },
        /** Ties and equal cells abound. */
        GRID {
            @Override
            float at(Random random) {
                return random.nextInt(3);
            }
        },
        ONE_PLACE {
            @Override
            float at(Random random) {
                return 7f;
            }
        },
        FAR_FROM_THE_ORIGIN {
            @Override
            float at(Random random) {
                return 1e6f + random.nextInt(40) / 16f;
            }
        },
        /** Squares from 1e-14 to 1e14. */
        NEAR_AND_FAR {
            @Override
            float at(Random random) {
                return random.nextInt(3) * 1e7f + random.nextInt(2) * 1e-7f;
            }
        },
        SQUARES_TOO_SMALL_FOR_A_FLOAT {
            @Override
            float at(Random random) {
                return (float) (random.nextGaussian() * 1e-22);
            }
        },
        SQUARES_TOO_LARGE_FOR_A_FLOAT {
            @Override
            float at(Random random) {
                return (float) (random.nextGaussian() * 1e25);
            }
        };

        abstract float at(Random random);

        float[][] cells(int n, int dimension, Random random) {
            float[][] cells = new float[n][dimension];
            for (float[] cell : cells) {
                for (int j = 0; j < dimension; j++) {
                    cell[j] = at(random);
                }
            }
            return cells;
        }
    }

    @Property(tries = 150)
    void neighboursEqualThoseOfEveryPairLookedAtToTheLastBit(
            @ForAll Kind kind,
            @ForAll @IntRange(min = 1, max = 1200) int n,
            @ForAll @IntRange(min = 1, max = 9) int dimension,
            @ForAll @IntRange(min = 1, max = 100) int most,
            @ForAll long seed) {
        float[][] cells = kind.cells(n, dimension, new Random(seed));
        int k = Math.min(n, most);
        Neighbours found = new ExactNeighbours(cells).all(k);
        for (int cell = 0; cell < n; cell += 1 + n / LOOKED_AT) {
            assertIsExact(found, cell, cells[cell], cell, cells, k);
        }
    }

    @Property(tries = 50)
    void neighboursOfOtherCellsToo(
            @ForAll Kind kind,
            @ForAll @IntRange(min = 1, max = 700) int n,
            @ForAll @IntRange(min = 1, max = 140) int m,
            @ForAll long seed) {
        Random random = new Random(seed);
        float[][] cells = kind.cells(n, 4, random);
        float[][] others = kind.cells(m, 4, random);
        int k = Math.min(n, 6);
        Neighbours found = new ExactNeighbours(cells).of(others, k);
        for (int other = 0; other < m; other += 1 + m / LOOKED_AT) {
            assertIsExact(found, other, others[other], -1, cells, k);
        }
    }

    @Property(tries = 20)
    void aRangeOfCellsHasTheNeighboursThatAllHave(@ForAll @IntRange(min = 1, max = 300) int n, @ForAll long seed) {
        ExactNeighbours search = new ExactNeighbours(Draws.cells(n, 3, seed));
        int k = Math.min(n, 5);
        Neighbours all = search.all(k);
        Neighbours range = search.within(n / 3, n - n / 4, k);
        assertThat(range.index()).isDeepEqualTo(Arrays.copyOfRange(all.index(), n / 3, n - n / 4));
        assertThat(range.distance()).isDeepEqualTo(Arrays.copyOfRange(all.distance(), n / 3, n - n / 4));
    }

    @Test
    void tiesGoToTheEarlierRowAndSelfComesFirst() {
        Neighbours found = new ExactNeighbours(LINE).all(3);
        assertThat(found.index()[1]).containsExactly(1, 0, 2);
        assertThat(found.distance()[0]).containsExactly(0.0, 1.0, 2.0);
        assertThat(found.cut(1).index()[5]).containsExactly(5);
        assertThatThrownBy(() -> found.cut(4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ExactNeighbours(LINE).all(7)).isInstanceOf(IllegalArgumentException.class);
    }

    /** @param self the row that comes first, whatever its distance; -1 for none */
    private static void assertIsExact(Neighbours found, int place, float[] query, int self, float[][] cells, int k) {
        double[] squares =
                Arrays.stream(cells).mapToDouble(cell -> square(query, cell)).toArray();
        int[] wanted = IntStream.range(0, cells.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(row -> row == self ? 0 : 1)
                        .thenComparingDouble(row -> squares[row])
                        .thenComparingInt(row -> row))
                .limit(k)
                .mapToInt(Integer::intValue)
                .toArray();
        assertThat(found.index()[place]).containsExactly(wanted);
        assertThat(found.distance()[place])
                .containsExactly(Arrays.stream(wanted)
                        .mapToDouble(row -> Math.sqrt(squares[row]))
                        .toArray());
    }

    private static double square(float[] a, float[] b) {
        double sum = 0.0;
        for (int j = 0; j < a.length; j++) {
            sum += ((double) a[j] - b[j]) * ((double) a[j] - b[j]);
        }
        return sum;
    }
}
