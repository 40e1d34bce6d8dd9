package atlasprox.metrics.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.metrics.Draws;
import atlasprox.metrics.groups.Unsettled;
import atlasprox.metrics.neighbours.ExactNeighbours;
import atlasprox.metrics.neighbours.Neighbours;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.api.Test;

class LanczosTest {
    private static final Unsettled UNHEARD = new Unsettled();

    @Test
    void saysIfItEndsBeforeItIsNear() {
        SparseSymmetric matrix = drawn(5L, 300, 1);
        Unsettled unsettled = new Unsettled();
        Lanczos.largest(matrix, 10, 200, unsettled);
        assertThat(unsettled.take()).isEmpty();
        Lanczos.largest(matrix, 10, 1, unsettled);
        assertThat(unsettled.take())
                .singleElement()
                .asString()
                .matches(
                        "KBET's eigenvectors \\(Lanczos\\) ended after 1 restarts without having converged: .*e-\\d\\d was left to go\\.");
        assertThat(unsettled.take()).isEmpty();
    }

    @Test
    void eigenvaluesOfAPathAreCosines() {
        SparseSymmetric.Builder path = new SparseSymmetric.Builder(90);
        for (int node = 1; node < 90; node++) {
            path.add(node - 1, node, 1.0);
        }
        double[] values = Lanczos.largest(path.build(), 6, UNHEARD).values();
        for (int pair = 0; pair < 6; pair++) {
            double wanted = 2.0 * Math.cos((pair / 2 + 1) * Math.PI / 91.0);
            assertThat(Math.abs(values[pair])).isEqualTo(wanted, within(1e-9));
        }
        assertThat(Arrays.stream(values).sum()).isEqualTo(0.0, within(1e-9));
    }

    /** Few rows fill the basis, many do not. */
    @Property(tries = 20)
    void pairsAreTheLargestOfADenseDecomposition(
            @ForAll long seed,
            @ForAll @IntRange(min = 12, max = 150) int rows,
            @ForAll @IntRange(min = 1, max = 11) int wanted) {
        SparseSymmetric matrix = drawn(seed, rows, 1);
        Lanczos.Eigenpairs found = Lanczos.largest(matrix, wanted, UNHEARD);
        double[] all = new EigenDecomposition(new Array2DRowRealMatrix(dense(matrix))).getRealEigenvalues();
        double[] largest = Arrays.stream(all)
                .map(Math::abs)
                .map(value -> -value)
                .sorted()
                .limit(wanted)
                .map(value -> -value)
                .toArray();
        assertThat(Arrays.stream(found.values()).map(Math::abs).toArray()).containsExactly(largest, within(1e-8));
        assertArePairs(matrix, found);
    }

    @Test
    void eigenvaluesOfEqualPartsAreFoundForEachPart() {
        SparseSymmetric matrix = drawn(5L, 300, 2);
        Lanczos.Eigenpairs found = Lanczos.largest(matrix, 40, UNHEARD);
        for (int pair = 0; pair < 40; pair += 2) {
            assertThat(found.values()[pair]).isEqualTo(found.values()[pair + 1], within(1e-9));
        }
        assertArePairs(matrix, found);
    }

    /** Every component has an eigenvalue of 1: none may be missed, however few pairs are wanted beside. */
    @Property(tries = 60)
    void anEigenvalueOfOneIsFoundForEachComponent(
            @ForAll long seed,
            @ForAll @IntRange(min = 130, max = 400) int cells,
            @ForAll @IntRange(min = 2, max = 5) int clouds,
            @ForAll @IntRange(min = 5, max = 40) int wanted) {
        double[] values =
                Lanczos.largest(walk(seed, cells, clouds), wanted, UNHEARD).values();
        for (int pair = 0; pair < clouds; pair++) {
            assertThat(values[pair]).isEqualTo(1.0, within(1e-9));
        }
    }

    /**
     * ARPACK's pairs of the graphs that kBET meets, of one component and of several. Where eigenvalues are equal, the vectors that both found
     * must span the same space.
     */
    @Property(tries = 8)
    void pairsAreThoseOfArpack(
            @ForAll long seed,
            @ForAll @IntRange(min = 130, max = 500) int cells,
            @ForAll @IntRange(min = 1, max = 3) int clouds,
            @ForAll @IntRange(min = 10, max = 40) int wanted) {
        SparseSymmetric matrix = walk(seed, cells, clouds);
        Lanczos.Eigenpairs found = Lanczos.largest(matrix, wanted, UNHEARD);
        Lanczos.Eigenpairs arpack = Arpack.largest(matrix, wanted);
        for (int pair = 0; pair < wanted; pair++) {
            double value = found.values()[pair];
            assertThat(arpack.values()[pair]).isEqualTo(value, within(1e-10));
            double[] left = found.vectors()[pair].clone();
            for (int other = 0; other < wanted; other++) {
                if (Math.abs(arpack.values()[other] - value) < 1e-6) {
                    double[] same = arpack.vectors()[other];
                    double inner = product(same, left);
                    Arrays.setAll(left, row -> left[row] - inner * same[row]);
                }
            }
            // Of eigenvalues equal to the last one, not all need be among those wanted.
            if (Math.abs(value - found.values()[wanted - 1]) > 1e-6) {
                assertThat(Math.sqrt(product(left, left))).isLessThan(1e-6);
            }
        }
    }

    /** The transitions of a random walk on the 15 nearest neighbours of clouds far from each other, as of a {@link DiffusionMap}. */
    private static SparseSymmetric walk(long seed, int cells, int clouds) {
        float[][] places = Draws.cells(cells, 4, seed);
        for (int cell = 0; cell < cells; cell++) {
            places[cell][0] += 1_000f * (cell % clouds);
        }
        Neighbours near = new ExactNeighbours(places).all(15);
        SparseSymmetric.Builder graph = new SparseSymmetric.Builder(cells);
        UmapWeights.eachJoined(near.index(), near.distance(), graph::add);
        return DiffusionMap.transitions(graph.build());
    }

    private static double product(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(row -> a[row] * b[row]).sum();
    }

    private static void assertArePairs(SparseSymmetric matrix, Lanczos.Eigenpairs found) {
        for (int pair = 0; pair < found.values().length; pair++) {
            double[] vector = found.vectors()[pair];
            double[] product = matrix.times(vector);
            double value = found.values()[pair];
            double[] wanted = Arrays.stream(vector).map(x -> value * x).toArray();
            assertThat(product).containsExactly(wanted, within(1e-8));
            for (int other = 0; other <= pair; other++) {
                double[] another = found.vectors()[other];
                double inner = IntStream.range(0, vector.length)
                        .mapToDouble(row -> vector[row] * another[row])
                        .sum();
                assertThat(inner).isEqualTo(other == pair ? 1.0 : 0.0, within(1e-10));
            }
        }
    }

    /** Equal copies of one drawn graph, not joined. */
    private static SparseSymmetric drawn(long seed, int rows, int copies) {
        Random random = new Random(seed);
        SparseSymmetric.Builder matrix = new SparseSymmetric.Builder(copies * rows);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < row; column++) {
                if (random.nextInt(rows) < 8) {
                    double entry = random.nextDouble();
                    for (int copy = 0; copy < copies; copy++) {
                        matrix.add(copy * rows + row, copy * rows + column, entry);
                    }
                }
            }
        }
        return matrix.build();
    }

    private static double[][] dense(SparseSymmetric matrix) {
        double[][] dense = new double[matrix.rows()][matrix.rows()];
        for (int row = 0; row < dense.length; row++) {
            for (int place = 0; place < matrix.index()[row].length; place++) {
                dense[row][matrix.index()[row][place]] = matrix.value()[row][place];
            }
        }
        return dense;
    }
}
