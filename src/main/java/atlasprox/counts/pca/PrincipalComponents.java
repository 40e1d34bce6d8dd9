package atlasprox.counts.pca;

/**
 * The directions in which cells vary most: eigenvectors of a covariance. Found in Java alone, sums in an order that depends on nothing but the number of
 * genes, so that the same covariance has the same bits on every machine and on any number of threads.
 *
 * @param loadings component x gene, unit rows, the largest loading of each above 0
 * @param variance of the cells along each component, descending
 */
public record PrincipalComponents(double[][] loadings, double[] variance) {
    /** Of fewer genes all eigenvalues are told apart as soon as the first ones. */
    private static final int FEW_GENES = 512;

    /** Where so large a share of the genes' directions is wanted, a search leads to all of them. */
    private static final int GENES_PER_COMPONENT = 10;

    /**
     * @param covariance K x K, row by row; left as it is
     * @param genes the number of genes K
     * @param wanted the number of components, from 1 to K
     * @return the first components
     * @throws IllegalStateException if they are not found
     */
    public static PrincipalComponents of(double[] covariance, int genes, int wanted) {
        boolean few = genes < FEW_GENES || genes < GENES_PER_COMPONENT * wanted;
        Eigenpairs found = few
                ? Eigenpairs.dense(covariance, genes, wanted)
                : BlockLanczos.largest(covariance, genes, wanted)
                        .orElseGet(() -> Eigenpairs.dense(covariance, genes, wanted));
        double[] variance = new double[wanted];
        double[][] loadings = new double[wanted][];
        for (int c = 0; c < wanted; c++) {
            variance[c] = Math.max(0.0, found.values()[c]);
            loadings[c] = signed(found.vectors()[c]);
        }
        return new PrincipalComponents(loadings, variance);
    }

    private static double[] signed(double[] vector) {
        double largest = 0.0;
        for (double loading : vector) {
            largest = Math.abs(loading) > Math.abs(largest) ? loading : largest;
        }
        double[] signed = new double[vector.length];
        for (int gene = 0; gene < signed.length; gene++) {
            signed[gene] = Math.copySign(1.0, largest) * vector[gene];
        }
        return signed;
    }
}
