package atlasprox.aligned.model;

import atlasprox.math.Columns;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Soft assignment of a cell to K unit prototypes: {@code r_k = softmax_k( -2 (1 - cos(z, y_k)) / sigma + a_k )}, a being the
 * log-penalties of the cell's batch, zeros where there is no diversity pressure. Stateless; a cell's responsibilities depend on
 * nothing but the cell, the prototypes and the penalties. A responsibility below a millionth of the cell's largest is taken as 0:
 * mostly nearly all of them are, and what follows visits the others alone.
 */
public final class Responsibilities implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * The logarithm of the least share of the largest responsibility that is not taken as 0: what all others of 100 prototypes can add up to
     * is a ten-thousandth, far below what responsibilities are known to.
     */
    private static final double NEGLIGIBLE = Math.log(1e-6);

    private final double[][] byDimension;
    private final double sigma;

    /**
     * @param prototypes K rows of d coordinates, of unit length
     * @param sigma the width of the assignment, above 0
     */
    public Responsibilities(double[][] prototypes, double sigma) {
        this.byDimension = transposed(prototypes);
        this.sigma = sigma;
    }

    /** @return the number of prototypes K */
    public int prototypes() {
        return byDimension[0].length;
    }

    /** @return the number of dimensions d */
    public int dimension() {
        return byDimension.length;
    }

    /**
     * @param cell d coordinates
     * @param penalties K log-penalties, above 0 where a prototype is to draw more of the batch's cells
     * @param assignment overwritten by the cell's responsibilities
     * @return the cell's clustering cost and entropy, {@code sum_k r_k (2 (1 - cos) / sigma + log r_k)}
     */
    public double of(double[] cell, double[] penalties, Assignment assignment) {
        double largest = logs(cell, penalties, assignment.scores);
        assignment.chooseFrom(largest + NEGLIGIBLE);
        double total = assignment.softmax(largest);
        double penalty = 0.0;
        for (int member = 0; member < assignment.size(); member++) {
            penalty += assignment.responsibility(member) * penalties[assignment.prototype(member)];
        }
        // The logarithm of the softmax's denominator is minus the cost and entropy, plus what the penalties add.
        return penalty - (largest + Math.log(total));
    }

    /** The softmax's exponents {@code -2 (1 - cos) / sigma + a_k}, and the largest of them. */
    private double logs(double[] cell, double[] penalties, double[] logs) {
        double length = Math.sqrt(square(cell));
        // A cell at the centre has no direction.
        double scale = length > 0.0 ? 1.0 / length : 0.0;
        dots(cell, logs);
        for (int k = 0; k < logs.length; k++) {
            logs[k] = -2.0 * (1.0 - scale * logs[k]) / sigma + penalties[k];
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (double log : logs) {
            largest = log > largest ? log : largest;
        }
        return largest;
    }

    /** The dot products with all prototypes at once. */
    private void dots(double[] cell, double[] dots) {
        Arrays.fill(dots, 0.0);
        Columns.add(cell, byDimension, dots);
    }

    private static double square(double[] cell) {
        double sum = 0.0;
        for (double z : cell) {
            sum += z * z;
        }
        return sum;
    }

    private static double[][] transposed(double[][] rows) {
        double[][] columns = new double[rows[0].length][rows.length];
        for (int k = 0; k < rows.length; k++) {
            for (int j = 0; j < columns.length; j++) {
                columns[j][k] = rows[k][j];
            }
        }
        return columns;
    }
}
