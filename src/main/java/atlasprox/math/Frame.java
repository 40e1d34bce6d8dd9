package atlasprox.math;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The frame that a client's sums over its cells are taken in: about a centre, and on a grid. Terms rounded to multiples of a power of
 * two, so coarse that as many of them as there are cells add up without any further rounding, have the same sum in whatever order they
 * are added, in plain doubles. A cell has the terms {@code 1, z_j - c_j, (z_j - c_j)^2}, c being the batch's mean; the grid is made for
 * cells up to {@value #REACH} of the batch's deviations from there. Its step is then below 1e-12 deviations for 100,000 cells, and
 * the roundings of many cells average out.
 */
public final class Frame implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double REACH = 64.0;

    /** 1.5 * 2^p leaves numbers below 2^(p - 1) a step of 2^(p - 52) when added and taken off again. */
    private static final double ANCHOR = 1.5;

    private final double[] centre;
    private final double[] reach;
    private final double[] anchor;

    private Frame(double[] centre, double[] reach, double[] anchor) {
        this.centre = centre;
        this.reach = reach;
        this.anchor = anchor;
    }

    /**
     * @param moments of all cells of a client
     * @param about the centre that the cells are taken about before they are summed
     * @return the frame for sums over these cells, or any part of them
     */
    public static Frame of(Moments moments, Centre about) {
        int dimension = moments.dimension();
        double[] mean = moments.mean();
        double[] meanSquare = moments.meanSquare();
        double[] reach = new double[dimension];
        double[] anchor = new double[1 + 2 * dimension];
        anchor[0] = anchor(1.0, moments.count());
        for (int j = 0; j < dimension; j++) {
            reach[j] = REACH * Math.sqrt(Math.max(0.0, meanSquare[j] - mean[j] * mean[j]));
            anchor[1 + j] = anchor(reach[j], moments.count());
            anchor[1 + dimension + j] = anchor(reach[j] * reach[j], moments.count());
        }
        return new Frame(about.about(mean), reach, anchor);
    }

    /**
     * @param dimension the number of dimensions d
     * @return a frame about the origin without a grid, for sums that are not put together of parts
     */
    public static Frame plain(int dimension) {
        double[] everywhere = new double[dimension];
        Arrays.fill(everywhere, Double.POSITIVE_INFINITY);
        return new Frame(new double[dimension], everywhere, new double[1 + 2 * dimension]);
    }

    private static double anchor(double largest, long count) {
        return largest == 0.0 ? 0.0 : ANCHOR * Math.scalb(1.0, Math.getExponent(largest * Math.max(1, count)) + 2);
    }

    /** @return the number of dimensions d */
    public int dimension() {
        return centre.length;
    }

    /** @return the number of terms, 1 + 2 d */
    public int terms() {
        return anchor.length;
    }

    /**
     * @param j a dimension
     * @return the centre's coordinate
     */
    public double centre(int j) {
        return centre[j];
    }

    double[] anchor() {
        return anchor;
    }

    /**
     * @param cell d coordinates
     * @param terms overwritten by the cell's 1 + 2 d terms
     * @return whether the grid was made for it
     */
    public boolean fill(double[] cell, double[] terms) {
        terms[0] = 1.0;
        boolean within = true;
        for (int j = 0; j < centre.length; j++) {
            double z = cell[j] - centre[j];
            terms[1 + j] = z;
            terms[1 + centre.length + j] = z * z;
            within &= Math.abs(z) <= reach[j];
        }
        return within;
    }
}
