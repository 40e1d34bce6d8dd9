package atlasprox.math;

import java.io.Serializable;

/**
 * Sums of weighted terms of cells in a {@link Frame}: exact on its grid, so the same in any order. The few cells beyond the grid's
 * reach are added up apart, by {@link PairSums}.
 */
public final class GridSums implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] near;
    private PairSums far;

    /** @param terms the number of terms of a cell, {@link Frame#terms} */
    public GridSums(int terms) {
        this.near = new double[terms];
    }

    private GridSums(double[] near, PairSums far) {
        this.near = near;
        this.far = far;
    }

    /**
     * Adds a cell.
     *
     * @param weight its weight, in [0, 1] where the grid is to hold
     * @param terms its terms
     * @param within whether they are within the frame's reach
     * @param frame the frame
     */
    public void add(double weight, double[] terms, boolean within, Frame frame) {
        if (within) {
            addRounded(weight, terms, frame.anchor(), near);
        } else {
            far().addProducts(weight, terms);
        }
    }

    private static void addRounded(double weight, double[] terms, double[] anchor, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (weight * terms[i] + anchor[i]) - anchor[i];
        }
    }

    /**
     * @param other sums of other cells in the same frame; left as they are
     */
    public void merge(GridSums other) {
        for (int i = 0; i < near.length; i++) {
            near[i] += other.near[i];
        }
        if (other.far != null) {
            far().merge(other.far);
        }
    }

    /** @return the same sums, to go on with apart from these */
    public GridSums copy() {
        return new GridSums(near.clone(), far == null ? null : far.copy());
    }

    /**
     * @param term the number of a term
     * @return its sum
     */
    public double get(int term) {
        return far == null ? near[term] : near[term] + far.get(term);
    }

    private PairSums far() {
        if (far == null) {
            far = new PairSums(near.length);
        }
        return far;
    }
}
