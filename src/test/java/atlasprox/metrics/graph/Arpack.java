package atlasprox.metrics.graph;

import dev.ludovic.netlib.arpack.ARPACK;
import dev.ludovic.netlib.arpack.JavaARPACK;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.netlib.util.doubleW;
import org.netlib.util.intW;

/** ARPACK's eigenpairs, as scipy's eigsh has them, to the last digit; one search at a time in a JVM. */
final class Arpack {
    private static final int DONE = 99;
    private static final int LEAST_ROOM = 20;

    private Arpack() {}

    /**
     * @param matrix any matrix
     * @param wanted how many, fewer than it has rows
     * @return those whose eigenvalues are largest in absolute value, the largest first
     */
    static Lanczos.Eigenpairs largest(SparseSymmetric matrix, int wanted) {
        ARPACK arpack = JavaARPACK.getInstance();
        int rows = matrix.rows();
        int room = Math.min(rows, Math.max(2 * wanted + 1, LEAST_ROOM));
        double[] start = new Random(1L).doubles(rows, -1.0, 1.0).toArray();
        double[] basis = new double[rows * room];
        int[] options = {1, 0, 10 * rows, 1, 0, 0, 1, 0, 0, 0, 0};
        int[] places = new int[11];
        double[] vectors = new double[3 * rows];
        double[] work = new double[room * (room + 8)];
        doubleW exact = new doubleW(0.0);
        intW step = new intW(0);
        intW given = new intW(1);
        while (step.val != DONE) {
            arpack.dsaupd(
                    step,
                    "I",
                    rows,
                    "LM",
                    wanted,
                    exact,
                    start,
                    room,
                    basis,
                    rows,
                    options,
                    places,
                    vectors,
                    work,
                    work.length,
                    given);
            if (step.val != DONE) {
                int from = places[0] - 1;
                double[] product = matrix.times(Arrays.copyOfRange(vectors, from, from + rows));
                System.arraycopy(product, 0, vectors, places[1] - 1, rows);
            }
        }
        require(given.val);
        double[] values = new double[wanted];
        arpack.dseupd(
                true,
                "A",
                new boolean[room],
                values,
                basis,
                rows,
                0.0,
                "I",
                rows,
                "LM",
                new intW(wanted),
                exact.val,
                start,
                room,
                basis,
                rows,
                options,
                places,
                vectors,
                work,
                work.length,
                given);
        require(given.val);
        int[] order = IntStream.range(0, wanted)
                .boxed()
                .sorted(Comparator.comparingDouble(pair -> -Math.abs(values[pair])))
                .mapToInt(Integer::intValue)
                .toArray();
        return new Lanczos.Eigenpairs(
                Arrays.stream(order).mapToDouble(pair -> values[pair]).toArray(),
                Arrays.stream(order)
                        .mapToObj(pair -> Arrays.copyOfRange(basis, pair * rows, (pair + 1) * rows))
                        .toArray(double[][]::new));
    }

    private static void require(int fault) {
        if (fault != 0) {
            throw new IllegalStateException("ARPACK ended with " + fault);
        }
    }
}
