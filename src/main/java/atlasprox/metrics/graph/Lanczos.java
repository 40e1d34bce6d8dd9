package atlasprox.metrics.graph;

import atlasprox.math.Vectors;
import atlasprox.metrics.groups.Unsettled;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * The eigenpairs of a sparse symmetric matrix whose eigenvalues are largest in absolute value, by the Lanczos method with thick restarts
 * (Wu and Simon 2000, SIAM Journal on Matrix Analysis and Applications 22) and full orthogonalisation. It starts from the same random
 * vector every time.
 *
 * <p>scib-metrics calls ARPACK here (Lehoucq, Sorensen and Yang 1998), by scipy's eigsh. Spark brings it in Java (dev.ludovic.netlib), and
 * LanczosTest finds eigenvalues within 1e-10 and vectors within 1e-6 of its. It is not called, since it keeps the state of its search in
 * static fields: of two searches at once in a JVM, those of two labels or one of Spark's own singular value decompositions, each spoils the
 * other. Besides it works on one core: for 100 pairs of the graphs of 1,000 to 4,000 cells it takes 1.5 to 3 times as long on two cores, and
 * of 5,000 cells twice the processor's time.
 */
final class Lanczos {
    /** The vectors of a basis are twice the pairs wanted and one, and 20 at least: as many as scipy's eigsh gives ARPACK. */
    private static final int LEAST_ROOM = 20;

    /** Of the first eigenvalue, the length of what is left of a pair: scores are of single precision, 6e-8. */
    private static final double NEAR_ENOUGH = 1e-10;

    /** The length of what rounding leaves, about 50 roundings of a double: beside eigenvalues not far from 1 it says nothing. */
    private static final double VANISHED = 1e-14;

    /** Beyond these, what is not yet told apart lies so close to the cut that either choice is as good. */
    private static final int RESTARTS = 200;

    private final SparseSymmetric matrix;
    private final int wanted;
    private final int restarts;
    private final Unsettled unsettled;
    private final int room;
    private final Basis basis;
    /** The matrix as the basis sees it, its upper half. */
    private final double[][] projected;

    private final Random random = new Random(0L);

    /**
     * Eigenpairs, the largest absolute value first.
     *
     * @param values the eigenvalues
     * @param vectors of every eigenvalue, its vector, of length 1
     */
    record Eigenpairs(double[] values, double[][] vectors) {}

    /** Approximate eigenpairs: the vectors in terms of the basis, and how far each is from being one. */
    private record Ritz(double[] values, double[][] vectors, double[] errors) {}

    private Lanczos(SparseSymmetric matrix, int wanted, int restarts, Unsettled unsettled) {
        this.matrix = matrix;
        this.wanted = wanted;
        this.restarts = restarts;
        this.unsettled = unsettled;
        this.room = Math.min(matrix.rows(), Math.max(2 * wanted + 1, LEAST_ROOM));
        this.basis = new Basis(matrix.rows(), room);
        this.projected = new double[room][room];
    }

    /**
     * @param matrix with eigenvalues not far from 1, against which what rounding leaves is told
     * @param wanted how many, from 1 to the number of rows
     * @param unsettled is told where not all are as near as they should be, with the largest error as a share of the first eigenvalue
     */
    static Eigenpairs largest(SparseSymmetric matrix, int wanted, Unsettled unsettled) {
        return largest(matrix, wanted, RESTARTS, unsettled);
    }

    /** @param restarts how often at most to start again */
    static Eigenpairs largest(SparseSymmetric matrix, int wanted, int restarts, Unsettled unsettled) {
        return new Lanczos(matrix, wanted, restarts, unsettled).largest();
    }

    /**
     * What leads from one vector holds of equal eigenvalues a single pair, and others by the grace of rounding alone. So what was found is
     * looked at again from a random vector beside it, until nothing larger turns up.
     */
    private Eigenpairs largest() {
        Eigenpairs settled = null;
        double[] next = random();
        for (int restart = 0; ; restart++) {
            double[] rest = expand(next);
            double left = length(rest);
            Ritz ritz = ritz(left);
            double error = Arrays.stream(ritz.errors, 0, wanted).max().orElse(0.0);
            double first = Math.abs(ritz.values[0]);
            boolean near = error <= NEAR_ENOUGH * first;
            if (near && room == matrix.rows()) {
                return found(ritz);
            }
            if (near && settled != null && isNoLarger(ritz, settled, NEAR_ENOUGH * first)) {
                return settled;
            }
            if (restart == restarts) {
                unsettled.add("KBET's eigenvectors (Lanczos) ended after " + restarts + " restarts", error / first);
                return found(ritz);
            }
            if (near) {
                settled = found(ritz);
                remember(ritz, wanted);
                next = random();
            } else {
                next = direction(rest, left);
                restart(ritz, Math.min(room - 1, wanted + (room - wanted) / 4));
            }
        }
    }

    private static boolean isNoLarger(Ritz ritz, Eigenpairs settled, double tolerance) {
        return IntStream.range(0, settled.values.length)
                .allMatch(pair -> Math.abs(ritz.values[pair]) <= Math.abs(settled.values[pair]) + tolerance);
    }

    /**
     * Fills the basis, from this vector on, with the directions that the matrix leads to.
     *
     * @return what the last product has outside the basis
     */
    private double[] expand(double[] first) {
        double[] rest = first;
        for (double[] next = first; basis.size() < room; ) {
            basis.add(next);
            rest = matrix.times(next);
            double[] products = orthogonalise(rest);
            int column = basis.size() - 1;
            for (int row = 0; row <= column; row++) {
                projected[row][column] = products[row];
            }
            next = basis.size() < room ? direction(rest, length(rest)) : null;
        }
        return rest;
    }

    /** A vector of length 1 along the rest; along a new one, where the rest is nothing and all directions led to are in the basis. */
    private double[] direction(double[] rest, double length) {
        return length > VANISHED ? Vectors.scaled(rest, 1.0 / length) : random();
    }

    private double[] random() {
        double[] vector = random.doubles(matrix.rows(), -1.0, 1.0).toArray();
        orthogonalise(vector);
        return Vectors.scaled(vector, 1.0 / length(vector));
    }

    /**
     * Takes from a vector what lies in the basis: again as long as rounding, of a vector that lay mostly in it, leaves too much.
     *
     * @return the inner products with the basis
     */
    private double[] orthogonalise(double[] vector) {
        double[] all = new double[basis.size()];
        double before;
        double after = length(vector);
        do {
            before = after;
            double[] products = basis.products(vector);
            basis.subtract(products, vector);
            Arrays.setAll(all, row -> all[row] + products[row]);
            after = length(vector);
        } while (after < before / 2.0 && after > VANISHED);
        return all;
    }

    private Ritz ritz(double left) {
        double[][] whole = new double[room][room];
        for (int row = 0; row < room; row++) {
            for (int column = row; column < room; column++) {
                whole[row][column] = projected[row][column];
                whole[column][row] = projected[row][column];
            }
        }
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(whole, false));
        double[] values = eigen.getRealEigenvalues();
        int[] order = IntStream.range(0, room)
                .boxed()
                .sorted(Comparator.comparingDouble(pair -> -Math.abs(values[pair])))
                .mapToInt(Integer::intValue)
                .toArray();
        double[][] vectors = Arrays.stream(order)
                .mapToObj(pair -> eigen.getEigenvector(pair).toArray())
                .toArray(double[][]::new);
        return new Ritz(
                Arrays.stream(order).mapToDouble(pair -> values[pair]).toArray(),
                vectors,
                Arrays.stream(vectors)
                        .mapToDouble(vector -> left * Math.abs(vector[room - 1]))
                        .toArray());
    }

    /** Leaves the best vectors in the basis; more of them than are wanted, as those last in line settle faster so. */
    private void restart(Ritz ritz, int kept) {
        basis.combine(Arrays.copyOf(ritz.vectors, kept));
        remember(ritz, kept);
    }

    /** What the matrix does to the vectors that were left in the basis. */
    private void remember(Ritz ritz, int kept) {
        for (int row = 0; row < kept; row++) {
            Arrays.fill(projected[row], 0.0);
            projected[row][row] = ritz.values[row];
        }
    }

    private Eigenpairs found(Ritz ritz) {
        basis.combine(Arrays.copyOf(ritz.vectors, wanted));
        return new Eigenpairs(
                Arrays.copyOf(ritz.values, wanted),
                IntStream.range(0, wanted).mapToObj(basis::get).toArray(double[][]::new));
    }

    private static double length(double[] vector) {
        return Math.sqrt(Arrays.stream(vector).map(x -> x * x).sum());
    }
}
