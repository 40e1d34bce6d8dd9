package atlasprox.aligned.model;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The weight of a cell under Huber's loss (Huber 1964): one that lies far out in the tails counts less, so that a handful of them cannot
 * drag a group's mean or blow up its variance: {@code a = min(1, c / t)} with {@code t^2 = sum_k r_k mean_j (z_j - l_kj)^2 / s_kj}.
 */
public final class HuberWeight implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[][] location;
    private final double[][] precision;
    private final int dimensions;
    private final double cutoff;

    /**
     * @param location K x d corrected centres l; cells of further prototypes, whose groups lie nowhere yet, count in full
     * @param spread K x d pooled variances s
     * @param cutoff c, pooled deviations up to which a cell counts in full, above 0
     */
    public HuberWeight(double[][] location, Spread spread, double cutoff) {
        this.location = location;
        this.precision =
                Arrays.stream(spread.variance()).map(HuberWeight::inverse).toArray(double[][]::new);
        this.dimensions = spread.dimensions();
        this.cutoff = cutoff;
    }

    private static double[] inverse(double[] numbers) {
        return Arrays.stream(numbers).map(number -> 1.0 / number).toArray();
    }

    /**
     * @param corrected the corrected cell, d coordinates
     * @param assignment its responsibilities, of K prototypes or more
     * @return its weight in (0, 1]
     */
    public double weight(double[] corrected, Assignment assignment) {
        double[] squares = new double[corrected.length];
        for (int member = 0; member < assignment.size(); member++) {
            int k = assignment.prototype(member);
            if (k < location.length) {
                addSquares(assignment.responsibility(member), corrected, location[k], precision[k], squares);
            }
        }
        double square = sum(squares) / dimensions;
        return square > cutoff * cutoff ? cutoff / Math.sqrt(square) : 1.0;
    }

    /** Dimension by dimension, without a running total, so that the loop compiles to vector instructions. */
    private static void addSquares(double r, double[] cell, double[] location, double[] precision, double[] squares) {
        for (int j = 0; j < squares.length; j++) {
            double apart = cell[j] - location[j];
            squares[j] += r * apart * apart * precision[j];
        }
    }

    private static double sum(double[] numbers) {
        double sum = 0.0;
        for (double number : numbers) {
            sum += number;
        }
        return sum;
    }

    /** A cell's squared distance from a location, in units of the spread there, summed over the dimensions. */
    static double squareDeviations(double[] cell, double[] location, double[] spread) {
        double sum = 0.0;
        for (int j = 0; j < cell.length; j++) {
            double apart = cell[j] - location[j];
            sum += apart * apart / spread[j];
        }
        return sum;
    }
}
