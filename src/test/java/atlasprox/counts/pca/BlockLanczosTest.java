package atlasprox.counts.pca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Of matrices whose eigenvalues are known. */
class BlockLanczosTest {
    private static final int ROWS = 120;
    private static final double NEAR = 1e-9;

    @Property(tries = 60)
    void findsWhatLapackFinds(@ForAll @IntRange(min = 1, max = 10) int wanted, @ForAll long seed) {
        double[] values = IntStream.range(0, ROWS)
                .mapToDouble(i -> 30.0 * Math.pow(0.8, i))
                .toArray();
        double[] matrix = matrix(values, seed);
        Eigenpairs found = BlockLanczos.largest(matrix, ROWS, wanted).orElseThrow();
        Eigenpairs expected = Eigenpairs.dense(matrix, ROWS, wanted);
        for (int pair = 0; pair < wanted; pair++) {
            assertThat(found.values()[pair] / expected.values()[pair]).isCloseTo(1.0, within(NEAR));
            double sign = Math.signum(Rows.product(found.vectors()[pair], expected.vectors()[pair]));
            double[] expectedVector =
                    Arrays.stream(expected.vectors()[pair]).map(x -> sign * x).toArray();
            assertThat(found.vectors()[pair]).containsExactly(expectedVector, within(1e-7));
        }
    }

    @Property(tries = 100)
    void equalEigenvaluesAndZerosAreFoundOrLeftToLapack(
            @ForAll @IntRange(min = 0, max = 12) int first,
            @ForAll @IntRange(min = 0, max = 12) int second,
            @ForAll @IntRange(min = 1, max = 20) int wanted,
            @ForAll long seed) {
        double[] values = IntStream.range(0, ROWS)
                .mapToDouble(i -> i < first ? 7.0 : i < first + second ? 3.0 : 0.0)
                .toArray();
        double[] matrix = matrix(values, seed);
        BlockLanczos.largest(matrix, ROWS, wanted).ifPresent(found -> require(found, matrix, values, wanted));
    }

    @Property(tries = 40)
    void oneOfManyEqualOnesIsNotTakenForTheLast(
            @ForAll @IntRange(min = 2, max = 12) int equal,
            @ForAll @IntRange(min = 5, max = 20) int wanted,
            @ForAll long seed) {
        double[] values = IntStream.range(0, ROWS)
                .mapToDouble(i -> i < equal ? 7.0 : 5.0 * Math.pow(0.7, i - equal))
                .toArray();
        double[] matrix = matrix(values, seed);
        BlockLanczos.largest(matrix, ROWS, wanted).ifPresent(found -> require(found, matrix, values, wanted));
    }

    @Test
    void componentsOfManyGenesAreFoundWhateverTheirRank() {
        int genes = 600;
        for (int rank : new int[] {0, 3, 40}) {
            double[] values = IntStream.range(0, genes)
                    .mapToDouble(i -> i < rank ? 10.0 * Math.pow(0.9, i) : 0.0)
                    .toArray();
            double[] matrix = matrix(values, rank);
            PrincipalComponents found = PrincipalComponents.of(matrix, genes, 30);
            require(new Eigenpairs(found.variance(), found.loadings()), matrix, values, 30);
        }
    }

    @Test
    void oneGeneAndAllComponentsOfFewAreFound() {
        PrincipalComponents one = PrincipalComponents.of(new double[] {4.0}, 1, 1);
        assertThat(one.variance()).containsExactly(4.0);
        assertThat(one.loadings()[0]).containsExactly(1.0);
        double[] values = {5.0, 2.0, 1.0};
        double[] matrix = matrix(values, 1L);
        PrincipalComponents all = PrincipalComponents.of(matrix, 3, 3);
        require(new Eigenpairs(all.variance(), all.loadings()), matrix, values, 3);
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        double[] values =
                IntStream.range(0, 700).mapToDouble(i -> 1.0 / (1 + i)).toArray();
        double[] matrix = matrix(values, 0L);
        Eigenpairs one = on(1, matrix).orElseThrow();
        Eigenpairs three = on(3, matrix).orElseThrow();
        assertThat(three.values()).isEqualTo(one.values());
        assertThat(three.vectors()).isDeepEqualTo(one.vectors());
    }

    private static Optional<Eigenpairs> on(int threads, double[] matrix) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(() -> BlockLanczos.largest(matrix, 700, 20)).join();
        } finally {
            pool.shutdown();
        }
    }

    private static void require(Eigenpairs found, double[] matrix, double[] values, int wanted) {
        double[][] vectors = found.vectors();
        double[][] products = new SymmetricMatrix(matrix, values.length).times(vectors);
        double near = NEAR * Math.max(1.0, values[0]);
        for (int pair = 0; pair < wanted; pair++) {
            assertThat(found.values()[pair]).isCloseTo(values[pair], within(near));
            Rows.add(-values[pair], vectors[pair], products[pair]);
            assertThat(Rows.length(products[pair])).isLessThan(near);
            for (int other = 0; other <= pair; other++) {
                assertThat(Rows.product(vectors[pair], vectors[other]))
                        .isCloseTo(other == pair ? 1.0 : 0.0, within(NEAR));
            }
        }
    }

    /** A symmetric matrix of these eigenvalues: a diagonal one, reflected in a few random directions. */
    private static double[] matrix(double[] values, long seed) {
        int rows = values.length;
        double[] matrix = new double[rows * rows];
        for (int i = 0; i < rows; i++) {
            matrix[i * rows + i] = values[i];
        }
        Random random = new Random(seed);
        for (int reflection = 0; reflection < 3; reflection++) {
            double[] along = random.doubles(rows, -1.0, 1.0).toArray();
            Rows.scale(1.0 / Rows.length(along), along);
            double[] product = new SymmetricMatrix(matrix, rows).times(new double[][] {along})[0];
            double middle = Rows.product(product, along);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j <= i; j++) {
                    double change =
                            4.0 * middle * along[i] * along[j] - 2.0 * (along[i] * product[j] + product[i] * along[j]);
                    matrix[i * rows + j] += change;
                    matrix[j * rows + i] = matrix[i * rows + j];
                }
            }
        }
        return matrix;
    }
}
