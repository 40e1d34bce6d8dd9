package atlasprox.labels;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;

/**
 * Coordinates in which cells spread alike in every direction: {@code u = L^-1 z}, with {@code C = L L'} the covariance within components. Its
 * correlations are shrunk toward none by the oracle approximating estimate (Chen, Wiesel, Eldar and Hero, IEEE Transactions on Signal
 * Processing 2010), which makes it sound where there are few cells for their dimensions, and leaves it as it is where there are many.
 */
final class Whitening implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The least variance of a dimension, as a share of the largest: one in which no cell differs tells nothing of others. */
    private static final double LEAST_VARIANCE = 1e-12;

    /** What is added to the diagonal of the correlations, so that they have a root whatever is rounded. */
    private static final double JITTER = 1e-9;

    /** The columns of L^-1, which are added up by a loop that compiles to vector instructions. */
    private final double[][] columns;

    private Whitening(double[][] lower) {
        this.columns = new double[lower.length][lower.length];
        for (int i = 0; i < lower.length; i++) {
            columns[i][i] = 1.0;
            solve(lower, i, columns[i]);
        }
    }

    /** Of coordinates that are 0 up to the first, those in units of the spread. */
    private static void solve(double[][] lower, int first, double[] cell) {
        for (int j = first; j < lower.length; j++) {
            double rest = cell[j];
            for (int i = first; i < j; i++) {
                rest -= lower[j][i] * cell[i];
            }
            cell[j] = rest / lower[j][j];
        }
    }

    /**
     * @param scatter d x d, the sums of products about the components' means
     * @param degrees its degrees of freedom, at least 0
     * @return coordinates in units of the spread; those of the embedding where nothing is known of it
     */
    static Whitening of(double[][] scatter, long degrees) {
        double[] deviations = deviations(scatter, degrees);
        double[][] correlations = correlations(scatter, degrees, deviations);
        shrink(correlations, degrees);
        double[][] lower = root(correlations);
        for (int j = 0; j < lower.length; j++) {
            for (int i = 0; i <= j; i++) {
                lower[j][i] *= deviations[j];
            }
        }
        return new Whitening(lower);
    }

    /** Correlations that are rounded too far to have a root are taken for none. */
    private static double[][] root(double[][] correlations) {
        try {
            return new CholeskyDecomposition(new Array2DRowRealMatrix(correlations, false), 1e-6, 0.0)
                    .getL()
                    .getData();
        } catch (NonPositiveDefiniteMatrixException e) {
            return MatrixUtils.createRealIdentityMatrix(correlations.length).getData();
        }
    }

    private static double[] deviations(double[][] scatter, long degrees) {
        double[] deviations = new double[scatter.length];
        double largest = 0.0;
        for (int j = 0; j < deviations.length; j++) {
            deviations[j] = degrees > 0L ? Math.max(0.0, scatter[j][j]) / degrees : 0.0;
            largest = Math.max(largest, deviations[j]);
        }
        for (int j = 0; j < deviations.length; j++) {
            deviations[j] = largest > 0.0 ? Math.sqrt(Math.max(deviations[j], LEAST_VARIANCE * largest)) : 1.0;
        }
        return deviations;
    }

    private static double[][] correlations(double[][] scatter, long degrees, double[] deviations) {
        double[][] correlations = new double[scatter.length][scatter.length];
        for (int j = 0; j < correlations.length; j++) {
            for (int i = 0; i < j && degrees > 0L; i++) {
                double found = scatter[j][i] / degrees / (deviations[j] * deviations[i]);
                correlations[j][i] = Math.max(-1.0, Math.min(1.0, found));
                correlations[i][j] = correlations[j][i];
            }
            correlations[j][j] = 1.0 + JITTER;
        }
        return correlations;
    }

    private static void shrink(double[][] correlations, long degrees) {
        double kept = 1.0 - shrinkage(correlations, degrees);
        for (int j = 0; j < correlations.length; j++) {
            for (int i = 0; i < correlations.length; i++) {
                correlations[j][i] *= i == j ? 1.0 : kept;
            }
        }
    }

    /** The weight of no correlation, from 0 to 1. */
    static double shrinkage(double[][] correlations, long degrees) {
        double d = correlations.length;
        double squares = 0.0;
        for (double[] row : correlations) {
            for (double correlation : row) {
                squares += correlation * correlation;
            }
        }
        double signal = (degrees + 1.0 - 2.0 / d) * (squares - d);
        double noise = (1.0 - 2.0 / d) * squares + d * d;
        return signal > 0.0 ? Math.max(0.0, Math.min(1.0, noise / signal)) : 1.0;
    }

    /**
     * @param cell d coordinates
     * @param whitened overwritten by the same in units of the spread
     */
    void apply(double[] cell, double[] whitened) {
        Arrays.fill(whitened, 0.0);
        for (int i = 0; i < columns.length; i++) {
            add(cell[i], columns[i], i, whitened);
        }
    }

    private static void add(double times, double[] column, int first, double[] to) {
        for (int j = first; j < to.length; j++) {
            to[j] += times * column[j];
        }
    }

    /** The columns of the matrix that {@link #apply} multiplies a cell by; not to be changed. */
    double[][] columns() {
        return columns;
    }

    int dimension() {
        return columns.length;
    }
}
