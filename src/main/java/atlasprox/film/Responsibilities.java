package atlasprox.film;

import java.io.Serializable;

/**
 * Soft assignment of a cell to K unit prototypes: {@code r_k = softmax_k( -2 (1 - cos(z, y_k)) / sigma + a_k )}, a being the
 * log-penalties of the cell's batch, zeros where there is no diversity pressure. Stateless; a cell's responsibilities depend on
 * nothing but the cell, the prototypes and the penalties.
 */
public final class Responsibilities implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Below this length a cell has no direction; its cosine with every prototype is taken as 0. */
    private static final double NO_LENGTH = 1e-12;

    private final double[][] prototypes;
    private final double sigma;

    /**
     * @param prototypes K rows of d coordinates, of unit length
     * @param sigma the width of the assignment, above 0
     */
    public Responsibilities(double[][] prototypes, double sigma) {
        this.prototypes = prototypes;
        this.sigma = sigma;
    }

    /**
     * @param cell d coordinates
     * @param penalties K log-penalties, above 0 where a prototype is to draw more of the batch's cells
     * @param responsibilities overwritten by K numbers in [0, 1] that sum to 1
     * @return the cell's clustering cost and entropy, {@code sum_k r_k (2 (1 - cos) / sigma + log r_k)}
     */
    public double of(double[] cell, double[] penalties, double[] responsibilities) {
        double length = Math.sqrt(dot(cell, cell));
        double scale = length > NO_LENGTH ? 1.0 / length : 0.0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < prototypes.length; k++) {
            responsibilities[k] = -2.0 * (1.0 - scale * dot(cell, prototypes[k])) / sigma + penalties[k];
            largest = Math.max(largest, responsibilities[k]);
        }
        double total = 0.0;
        for (int k = 0; k < prototypes.length; k++) {
            responsibilities[k] = Math.exp(responsibilities[k] - largest);
            total += responsibilities[k];
        }
        double penalty = 0.0;
        for (int k = 0; k < prototypes.length; k++) {
            responsibilities[k] /= total;
            penalty += responsibilities[k] * penalties[k];
        }
        // The logarithm of the softmax's denominator is minus the cost and entropy, plus what the penalties add.
        return penalty - (largest + Math.log(total));
    }

    /** @return the number of prototypes K */
    public int count() {
        return prototypes.length;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0.0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
