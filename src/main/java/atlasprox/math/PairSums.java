package atlasprox.math;

import java.io.Serializable;

/**
 * An array of sums, each carried as an unevaluated pair of doubles (Knuth's two-sum), about 106 bits, so that adding the same
 * numbers in another order gives the same doubles.
 */
public final class PairSums implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] high;
    private final double[] low;

    /** @param length the number of sums */
    public PairSums(int length) {
        this.high = new double[length];
        this.low = new double[length];
    }

    /**
     * @param place which sum, in [0, length)
     * @param x what to add
     */
    public void add(int place, double x) {
        add(high, low, place, x);
    }

    /**
     * Adds {@code weight * x_j} to each sum.
     *
     * @param weight any number
     * @param x as many numbers as there are sums
     */
    public void addProducts(double weight, double[] x) {
        double[] tops = high;
        double[] rests = low;
        for (int place = 0; place < tops.length; place++) {
            add(tops, rests, place, weight * x[place]);
        }
    }

    /**
     * Adds {@code z_j} to each sum.
     *
     * @param values a table of coordinates
     * @param from the place of z's first coordinate
     */
    void addValues(float[] values, int from) {
        double[] tops = high;
        double[] rests = low;
        for (int place = 0; place < tops.length; place++) {
            add(tops, rests, place, values[from + place]);
        }
    }

    /**
     * Adds {@code z_j * z_j} to each sum.
     *
     * @param values a table of coordinates
     * @param from the place of z's first coordinate
     */
    void addSquares(float[] values, int from) {
        double[] tops = high;
        double[] rests = low;
        for (int place = 0; place < tops.length; place++) {
            add(tops, rests, place, (double) values[from + place] * values[from + place]);
        }
    }

    /** @param other sums of the same length, added to these; left as they are */
    public void merge(PairSums other) {
        addProducts(1.0, other.high);
        addProducts(1.0, other.low);
    }

    /** @return the same sums, to go on with apart from these */
    public PairSums copy() {
        PairSums copy = new PairSums(high.length);
        System.arraycopy(high, 0, copy.high, 0, high.length);
        System.arraycopy(low, 0, copy.low, 0, low.length);
        return copy;
    }

    /**
     * @param place which sum
     * @return the sum, rounded once
     */
    public double get(int place) {
        return high[place] + low[place];
    }

    /** @return the number of sums */
    public int length() {
        return high.length;
    }

    /** Without a branch or a call, so that loops over the places are compiled to vector instructions. */
    private static void add(double[] high, double[] low, int place, double x) {
        double before = high[place];
        double total = before + x;
        double kept = total - before;
        // The rounding error of the sum, exactly, with what was left over before; then the pair is normalised.
        double error = (before - (total - kept)) + (x - kept) + low[place];
        double top = total + error;
        high[place] = top;
        low[place] = error - (top - total);
    }
}
