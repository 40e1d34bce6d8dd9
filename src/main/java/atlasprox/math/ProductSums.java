package atlasprox.math;

import java.io.Serializable;

/**
 * Sums over cells of the products of every two coordinates, {@code sum_i z_i z_i'}. They are {@link PairSums}, so cells and parts may come in
 * any order. Takes 8 d^2 bytes.
 */
public final class ProductSums implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Row j has the products with the coordinates 0 to j: as the product is symmetric, the others say the same. */
    private final PairSums[] rows;

    /** @param dimension the number of dimensions d, at least 1 */
    public ProductSums(int dimension) {
        this.rows = new PairSums[dimension];
        for (int j = 0; j < dimension; j++) {
            rows[j] = new PairSums(j + 1);
        }
    }

    /**
     * @param sums d x d, symmetric
     * @return sums to go on with from there
     */
    public static ProductSums of(double[][] sums) {
        ProductSums products = new ProductSums(sums.length);
        for (int j = 0; j < sums.length; j++) {
            products.rows[j].addProducts(1.0, sums[j]);
        }
        return products;
    }

    /** @param cell d coordinates */
    public void add(double[] cell) {
        for (int j = 0; j < rows.length; j++) {
            rows[j].addProducts(cell[j], cell);
        }
    }

    /**
     * @param other sums over other cells; left as they are
     * @return these sums, over both
     */
    public ProductSums merge(ProductSums other) {
        for (int j = 0; j < rows.length; j++) {
            rows[j].merge(other.rows[j]);
        }
        return this;
    }

    /** @return the sums, d x d, each rounded once */
    public double[][] get() {
        double[][] sums = new double[rows.length][rows.length];
        for (int j = 0; j < rows.length; j++) {
            for (int i = 0; i <= j; i++) {
                sums[j][i] = rows[j].get(i);
                sums[i][j] = sums[j][i];
            }
        }
        return sums;
    }
}
