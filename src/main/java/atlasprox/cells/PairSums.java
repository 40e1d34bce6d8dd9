package atlasprox.cells;

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
        double before = high[place];
        double total = before + x;
        double kept = total - before;
        // The rounding error of the sum, exactly, with what was left over before; then the pair is normalised.
        double error = (before - (total - kept)) + (x - kept) + low[place];
        high[place] = total + error;
        low[place] = error - (high[place] - total);
    }

    /** @param other sums of the same length, added to these; left as they are */
    public void merge(PairSums other) {
        for (int place = 0; place < high.length; place++) {
            add(place, other.high[place]);
            add(place, other.low[place]);
        }
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
}
