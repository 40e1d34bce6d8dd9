package atlasprox.counts.pca;

import atlasprox.math.PairSums;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Sums over cells of what each of K genes has of them, and of the products of every two. Values are rounded to multiples of 2^-{@code q}, so
 * that sums of so many cells are exact in double and the same in any order; then they are carried on in {@link PairSums}. The rounding adds less to a
 * variance than 2^(-2 q) / 12, a hundred-millionth where values reach 16. Takes 4 K^2 bytes, and 8 K^2 more beyond 2 million cells and where sums meet.
 */
public final class CovarianceSums implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Of a double's 53 bits, those that are left to products when the logarithm of {@link #MOST} is taken off. */
    private static final int BITS = 32;

    /** So many cells' sums are exact in one double. */
    public static final long MOST = 1L << 21;

    private final GeneOrder order;
    private final int genes;
    private final double grid;
    private final double reach;
    private final double[] near;
    private final double[] nearSums;
    private long nearCells;
    private PairSums far;
    private PairSums farSums;
    private long cells;

    /**
     * @param order of the K genes; the sums are the same in any
     * @param largest the largest value that any cell has of any gene
     */
    public CovarianceSums(GeneOrder order, double largest) {
        int above = Math.max(0, Math.getExponent(largest) + 1);
        this.order = order;
        this.genes = order.genes();
        this.grid = Math.scalb(1.0, BITS / 2 - above);
        this.reach = Math.scalb(1.0, above);
        this.near = new double[triangle(genes)];
        this.nearSums = new double[genes];
    }

    private static int triangle(int genes) {
        return Math.toIntExact((long) genes * (genes + 1) / 2);
    }

    /** @return an empty block of cells, to be filled and {@linkplain #add added}, again and again */
    public CountBlock block() {
        return new CountBlock(order, grid, reach);
    }

    /** @param block cells to add; it is empty afterwards */
    public void add(CountBlock block) {
        if (block.cells() == 0) {
            return;
        }
        if (nearCells + block.cells() > MOST) {
            settle();
        }
        block.addTo(nearSums);
        block.addProductsTo(near);
        cells += block.cells();
        nearCells += block.cells();
        block.clear();
    }

    /** Where the products of two genes are. */
    private int place(int gene, int other) {
        int row = Math.min(order.place(gene), order.place(other));
        return row * genes - row * (row + 1) / 2 + Math.max(order.place(gene), order.place(other));
    }

    /** Carries the sums on beyond the reach of doubles. */
    private void settle() {
        if (far == null) {
            far = new PairSums(near.length);
            farSums = new PairSums(genes);
        }
        far.addProducts(1.0, near);
        farSums.addProducts(1.0, nearSums);
        Arrays.fill(near, 0.0);
        Arrays.fill(nearSums, 0.0);
        nearCells = 0;
    }

    /**
     * @param other sums of other cells, left as they are
     * @return these sums, with the others'
     */
    public CovarianceSums merge(CovarianceSums other) {
        if (nearCells + other.nearCells > MOST) {
            settle();
        }
        for (int i = 0; i < near.length; i++) {
            near[i] += other.near[i];
        }
        for (int gene = 0; gene < genes; gene++) {
            nearSums[gene] += other.nearSums[gene];
        }
        nearCells += other.nearCells;
        cells += other.cells;
        if (other.far != null) {
            settle();
            far.merge(other.far);
            farSums.merge(other.farSums);
        }
        return this;
    }

    /** @return the number of cells n */
    public long cells() {
        return cells;
    }

    /** @return the K means */
    public double[] means() {
        double[] means = new double[genes];
        for (int gene = 0; gene < genes; gene++) {
            int place = order.place(gene);
            means[gene] = (nearSums[place] + (farSums == null ? 0.0 : farSums.get(place))) / cells;
        }
        return means;
    }

    /** @return K x K, row by row: the covariances, divided by n - 1 */
    public double[] covariance() {
        double[] means = means();
        double[] covariance = new double[genes * genes];
        for (int a = 0; a < genes; a++) {
            for (int b = a; b < genes; b++) {
                int place = place(a, b);
                double product = near[place] + (far == null ? 0.0 : far.get(place));
                double found = (product - cells * means[a] * means[b]) / Math.max(1L, cells - 1L);
                covariance[a * genes + b] = found;
                covariance[b * genes + a] = found;
            }
        }
        return covariance;
    }
}
