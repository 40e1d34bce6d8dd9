package atlasprox.labels.search;

import java.util.Arrays;

/** The components that have a say in what a cell is, as {@link NearComponents} finds them; written over for each cell. */
public final class Found {
    final double[] cell;
    final float[] squares;
    private int[] components = new int[16];
    private double[] terms = new double[16];

    /** Those that are kept: the component, and in the lower half where its term is. */
    private long[] ordered = new long[16];

    private int count;
    private int nearest;
    private double nearestSquare;
    private double best;

    /** @param balls how many there are, of whose centres the squared distances are kept */
    Found(int dimension, int balls) {
        this.cell = new double[dimension];
        this.squares = new float[balls];
    }

    void clear() {
        nearest = -1;
        nearestSquare = Double.POSITIVE_INFINITY;
        best = Double.NEGATIVE_INFINITY;
        count = 0;
    }

    void add(int component, double square, double logShare, double reach) {
        double term = logShare - square / 2.0;
        best = Math.max(best, term);
        if (nearest < 0 || square < nearestSquare || (square == nearestSquare && component < nearest)) {
            nearest = component;
            nearestSquare = square;
        }
        if (term >= best - reach) {
            append(component, term);
        }
    }

    private void append(int component, double term) {
        if (count == components.length) {
            components = Arrays.copyOf(components, 2 * count);
            terms = Arrays.copyOf(terms, 2 * count);
        }
        components[count] = component;
        terms[count++] = term;
    }

    /** Lets go of those that had a say until a better one was found, and brings the others in order. */
    void settle(double reach) {
        if (ordered.length < count) {
            ordered = new long[components.length];
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (terms[i] >= best - reach) {
                ordered[kept++] = ((long) components[i] << Integer.SIZE) | i;
            }
        }
        Arrays.sort(ordered, 0, kept);
        count = kept;
    }

    /** The largest term so far. */
    double best() {
        return best;
    }

    /** @return how many components have a say */
    public int count() {
        return count;
    }

    /**
     * @param i one of these, from 0
     * @return the component's number; these ascend
     */
    public int component(int i) {
        return (int) (ordered[i] >>> Integer.SIZE);
    }

    /**
     * @param i one of these, from 0
     * @return the logarithm of its share less half its squared distance
     */
    public double term(int i) {
        return terms[(int) ordered[i]];
    }

    /** @return the nearest component of all; of equally near ones the first */
    public int nearest() {
        return nearest;
    }

    /** @return its squared distance */
    public double nearestSquare() {
        return nearestSquare;
    }
}
