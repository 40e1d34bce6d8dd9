package atlasprox.counts.pca;

import dev.ludovic.netlib.lapack.JavaLAPACK;
import dev.ludovic.netlib.lapack.LAPACK;
import org.netlib.util.intW;

/**
 * The directions in which cells vary most: eigenvectors of a covariance, by LAPACK in Java, which gives the same bits on every machine.
 *
 * @param loadings component x gene, unit rows, the largest loading of each above 0
 * @param variance of the cells along each component, descending
 */
public record PrincipalComponents(double[][] loadings, double[] variance) {
    private static final LAPACK ROUTINES = JavaLAPACK.getInstance();

    /**
     * @param covariance K x K, row by row; left as it is
     * @param genes the number of genes K
     * @param wanted the number of components, from 1 to K
     * @return the first components
     * @throws IllegalStateException if they are not found
     */
    public static PrincipalComponents of(double[] covariance, int genes, int wanted) {
        double[] values = new double[genes];
        double[] vectors = new double[genes * wanted];
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
                    genes,
                    covariance.clone(),
                    genes,
                    0.0,
                    0.0,
                    genes - wanted + 1,
                    genes,
                    0.0,
                    found,
                    values,
                    vectors,
                    genes,
                    new int[2 * genes],
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
            throw new IllegalStateException("the components of " + genes + " genes were not found (" + info.val + ")");
        }
        return descending(values, vectors, genes, wanted);
    }

    private static PrincipalComponents descending(double[] values, double[] vectors, int genes, int wanted) {
        double[][] loadings = new double[wanted][genes];
        double[] variance = new double[wanted];
        for (int c = 0; c < wanted; c++) {
            int from = (wanted - 1 - c) * genes;
            variance[c] = Math.max(0.0, values[wanted - 1 - c]);
            double largest = 0.0;
            for (int gene = 0; gene < genes; gene++) {
                double loading = vectors[from + gene];
                largest = Math.abs(loading) > Math.abs(largest) ? loading : largest;
            }
            for (int gene = 0; gene < genes; gene++) {
                loadings[c][gene] = Math.copySign(1.0, largest) * vectors[from + gene];
            }
        }
        return new PrincipalComponents(loadings, variance);
    }
}
