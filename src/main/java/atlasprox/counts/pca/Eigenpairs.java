package atlasprox.counts.pca;

import dev.ludovic.netlib.lapack.JavaLAPACK;
import dev.ludovic.netlib.lapack.LAPACK;
import org.netlib.util.intW;

/**
 * The first eigenpairs of a symmetric matrix, the largest eigenvalue first.
 *
 * @param values eigenvalues
 * @param vectors of each, of length 1
 */
record Eigenpairs(double[] values, double[][] vectors) {
    private static final LAPACK ROUTINES = JavaLAPACK.getInstance();

    /**
     * By LAPACK in Java, which takes time as the third power of the rows: 0.1 s for 500 and 6 s for 2,000.
     *
     * @param matrix symmetric, row by row; left as it is
     * @param rows their number K
     * @param wanted from 1 to K
     * @throws IllegalStateException if they are not found
     */
    static Eigenpairs dense(double[] matrix, int rows, int wanted) {
        double[] values = new double[rows];
        double[] vectors = new double[rows * wanted];
        intW found = new intW(0);
        intW info = new intW(0);
        double[] room = new double[1];
        int[] integers = new int[1];
        for (int size = -1; size != 0; size = size == -1 ? 1 : 0) {
            int reals = size == -1 ? -1 : room.length;
            int whole = size == -1 ? -1 : integers.length;
            ROUTINES.dsyevr(
                    "V",
                    "I",
                    "U",
                    rows,
                    matrix.clone(),
                    rows,
                    0.0,
                    0.0,
                    rows - wanted + 1,
                    rows,
                    0.0,
                    found,
                    values,
                    vectors,
                    rows,
                    new int[2 * rows],
                    room,
                    reals,
                    integers,
                    whole,
                    info);
            if (size == -1) {
                room = new double[(int) room[0]];
                integers = new int[integers[0]];
            }
        }
        if (info.val != 0 || found.val != wanted) {
            throw new IllegalStateException("the components of " + rows + " genes were not found (" + info.val + ")");
        }
        return descending(values, vectors, rows, wanted);
    }

    private static Eigenpairs descending(double[] values, double[] vectors, int rows, int wanted) {
        double[] largestFirst = new double[wanted];
        double[][] ofEach = new double[wanted][rows];
        for (int pair = 0; pair < wanted; pair++) {
            largestFirst[pair] = values[wanted - 1 - pair];
            System.arraycopy(vectors, (wanted - 1 - pair) * rows, ofEach[pair], 0, rows);
        }
        return new Eigenpairs(largestFirst, ofEach);
    }
}
