package atlasprox.math;

import java.io.Serializable;

/**
 * A client's count, sum and sum of squares per dimension: all that its quadratic objective needs to know of its cells. The sums are
 * {@link PairSums}, so cells and shards may come in any order.
 */
public final class Moments implements Serializable {
    private static final long serialVersionUID = 1L;

    private long count;
    private final PairSums sum;
    private final PairSums square;

    /** @param dimension the number of dimensions d, at least 1 */
    public Moments(int dimension) {
        this.sum = new PairSums(dimension);
        this.square = new PairSums(dimension);
    }

    /**
     * Adds one cell.
     *
     * @param values a table of coordinates
     * @param from the place of the cell's first coordinate
     */
    public void add(float[] values, int from) {
        count++;
        sum.addValues(values, from);
        square.addSquares(values, from);
    }

    /**
     * Adds another shard's cells.
     *
     * @param other moments of the same dimension; left as they are
     * @return these moments
     */
    public Moments merge(Moments other) {
        count += other.count;
        sum.merge(other.sum);
        square.merge(other.square);
        return this;
    }

    /** @return the number of cells n */
    public long count() {
        return count;
    }

    /** @return the number of dimensions d */
    public int dimension() {
        return sum.length();
    }

    /** @return E z per dimension, in units of the embedding; zeros where there is no cell */
    public double[] mean() {
        return averaged(sum);
    }

    /** @return E z^2 per dimension; zeros where there is no cell */
    public double[] meanSquare() {
        return averaged(square);
    }

    private double[] averaged(PairSums sums) {
        double[] mean = new double[sums.length()];
        for (int j = 0; j < mean.length && count > 0; j++) {
            mean[j] = sums.get(j) / count;
        }
        return mean;
    }
}
