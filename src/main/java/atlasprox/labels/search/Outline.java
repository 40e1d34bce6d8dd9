package atlasprox.labels.search;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * What tells most points apart, in few numbers: their coordinates along the principal axes on which they differ most, and the length of what is left. The
 * distance between two outlines is at most that between the points.
 */
final class Outline {
    /** How many numbers an outline has. */
    static final int LENGTH = 12;

    private static final int AXES = LENGTH - 1;

    /** The most dimensions of which principal axes are sought: beyond, a part of a second grows to many. */
    private static final int MOST_TURNED = 256;

    private Outline() {}

    /**
     * @param points n rows of d coordinates
     * @return d rows, the principal axes of the points, the longest first; none where the coordinates' own axes do, as of very many dimensions
     */
    static Optional<double[][]> axes(double[][] points) {
        int dimension = points[0].length;
        if (dimension > MOST_TURNED) {
            return Optional.empty();
        }
        RealMatrix products = products(points);
        if (products.getNorm() == 0.0 || !Double.isFinite(products.getNorm())) {
            return Optional.empty();
        }
        EigenDecomposition found = new EigenDecomposition(products);
        double[] variances = found.getRealEigenvalues();
        return Optional.of(IntStream.range(0, dimension)
                .boxed()
                .sorted(Comparator.comparingDouble(axis -> -variances[axis]))
                .map(axis -> found.getEigenvector(axis).toArray())
                .toArray(double[][]::new));
    }

    /** Of what the points differ by from their mean. */
    private static RealMatrix products(double[][] points) {
        int dimension = points[0].length;
        double[] mean = new double[dimension];
        for (double[] point : points) {
            for (int j = 0; j < dimension; j++) {
                mean[j] += point[j] / points.length;
            }
        }
        double[][] products = new double[dimension][dimension];
        for (double[] point : points) {
            for (int j = 0; j < dimension; j++) {
                for (int i = 0; i < dimension; i++) {
                    products[j][i] += (point[j] - mean[j]) * (point[i] - mean[i]);
                }
            }
        }
        return new Array2DRowRealMatrix(products, false);
    }

    /**
     * @param point d coordinates along the axes
     * @param outline overwritten by its outline
     */
    static void of(double[] point, double[] outline) {
        int axes = Math.min(AXES, point.length);
        Arrays.fill(outline, axes, LENGTH, 0.0);
        System.arraycopy(point, 0, outline, 0, axes);
        double rest = 0.0;
        for (int j = axes; j < point.length; j++) {
            rest += point[j] * point[j];
        }
        outline[AXES] = Math.sqrt(rest);
    }

    /** The squared distance from an outline to the i-th of others, which stand one after another. */
    static double square(double[] outline, double[] others, int i) {
        int start = i * LENGTH;
        double square = 0.0;
        for (int j = 0; j < LENGTH; j += 4) {
            // In pairs, so that a processor need not wait for one sum before it begins the next.
            square += (square(outline[j] - others[start + j]) + square(outline[j + 1] - others[start + j + 1]))
                    + (square(outline[j + 2] - others[start + j + 2]) + square(outline[j + 3] - others[start + j + 3]));
        }
        return square;
    }

    private static double square(double number) {
        return number * number;
    }
}
