package atlasprox.film;

import java.io.Serializable;

/**
 * Soft assignment of a cell to K unit prototypes: {@code r_k = softmax_k( -2 (1 - cos(z, y_k)) / sigma )}. Stateless; a cell's
 * responsibilities depend on nothing but the cell and the prototypes.
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
     * @param responsibilities overwritten by K numbers in [0, 1] that sum to 1
     * @return the logarithm of the softmax's denominator, log sum_k exp(-2 (1 - cos) / sigma): minus the cell's clustering cost
     *     and entropy
     */
    public double of(double[] cell, double[] responsibilities) {
        double length = Math.sqrt(dot(cell, cell));
        double scale = length > NO_LENGTH ? 1.0 / length : 0.0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < prototypes.length; k++) {
            responsibilities[k] = -2.0 * (1.0 - scale * dot(cell, prototypes[k])) / sigma;
            largest = Math.max(largest, responsibilities[k]);
        }
        double total = 0.0;
        for (int k = 0; k < prototypes.length; k++) {
            responsibilities[k] = Math.exp(responsibilities[k] - largest);
            total += responsibilities[k];
        }
        for (int k = 0; k < prototypes.length; k++) {
            responsibilities[k] /= total;
        }
        return largest + Math.log(total);
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
