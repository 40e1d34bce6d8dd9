package atlasprox.cells;

import java.io.Serializable;

/**
 * A client's count, sum and sum of squares per dimension: all that its quadratic objective needs to know of its cells. Sums are
 * carried as unevaluated pairs of doubles (Knuth's two-sum), about 106 bits, so adding cells or merging shards in another order
 * gives the same doubles.
 */
public final class Moments implements Serializable {
    private static final long serialVersionUID = 1L;

    private long count;
    private final double[] sum;
    private final double[] sumRest;
    private final double[] square;
    private final double[] squareRest;

    /** @param dimension the number of dimensions d, at least 1 */
    public Moments(int dimension) {
        this.sum = new double[dimension];
        this.sumRest = new double[dimension];
        this.square = new double[dimension];
        this.squareRest = new double[dimension];
    }

    /**
     * Adds one cell.
     *
     * @param values a table of coordinates
     * @param from the place of the cell's first coordinate
     */
    public void add(float[] values, int from) {
        count++;
        for (int j = 0; j < sum.length; j++) {
            double z = values[from + j];
            accumulate(sum, sumRest, j, z);
            accumulate(square, squareRest, j, z * z);
        }
    }

    /**
     * Adds another shard's cells.
     *
     * @param other moments of the same dimension; left as they are
     * @return these moments
     */
    public Moments merge(Moments other) {
        count += other.count;
        for (int j = 0; j < sum.length; j++) {
            accumulate(sum, sumRest, j, other.sum[j]);
            accumulate(sum, sumRest, j, other.sumRest[j]);
            accumulate(square, squareRest, j, other.square[j]);
            accumulate(square, squareRest, j, other.squareRest[j]);
        }
        return this;
    }

    /** @return the number of cells n */
    public long count() {
        return count;
    }

    /** @return the number of dimensions d */
    public int dimension() {
        return sum.length;
    }

    /** @return E z per dimension, in units of the embedding; zeros where there is no cell */
    public double[] mean() {
        return averaged(sum, sumRest);
    }

    /** @return E z^2 per dimension; zeros where there is no cell */
    public double[] meanSquare() {
        return averaged(square, squareRest);
    }

    private double[] averaged(double[] high, double[] low) {
        double[] mean = new double[high.length];
        for (int j = 0; j < mean.length && count > 0; j++) {
            mean[j] = (high[j] + low[j]) / count;
        }
        return mean;
    }

    /** Two-sum: the rounding error of high + x is exact and goes to the low part; then the pair is normalised. */
    private static void accumulate(double[] high, double[] low, int j, double x) {
        double before = high[j];
        double total = before + x;
        double kept = total - before;
        double error = (before - (total - kept)) + (x - kept) + low[j];
        high[j] = total + error;
        low[j] = error - (high[j] - total);
    }
}
