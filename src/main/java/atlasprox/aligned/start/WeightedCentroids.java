package atlasprox.aligned.start;

import atlasprox.math.Vectors;
import java.util.ArrayList;
import java.util.List;

/**
 * Points that stand for where cells lie, each with a weight of 1 / (how many of the points lie there), so that every
 * distinguishable centroid counts about once however many cells or points it has. The kernel is {@code exp(-|u|^2 / (2 width^2))}.
 */
public final class WeightedCentroids {
    /** In squared widths: the kernel is exp(-36) there, 2.3e-16, about a double's rounding beside the 1 of a centroid's own kernel. */
    private static final double FAR = 72.0;

    private final List<double[]> points;
    private final int[] values;
    private final double[] weights;
    private final double squareWidth;

    /**
     * @param points any points
     * @param squareWidth the kernel's squared width
     */
    WeightedCentroids(List<double[]> points, double squareWidth) {
        this(points, new int[points.size()], squareWidth);
    }

    /**
     * @param points any points
     * @param values for each the number of the value to preserve that its cells have: points of different ones have nothing to do with each other
     * @param squareWidth the kernel's squared width
     */
    WeightedCentroids(List<double[]> points, int[] values, double squareWidth) {
        this.points = List.copyOf(points);
        this.values = values;
        this.squareWidth = squareWidth;
        this.weights = new double[points.size()];
        for (int i = 0; i < weights.length; i++) {
            double there = 0.0;
            for (int j = 0; j < weights.length; j++) {
                there += values[i] == values[j] ? kernel(points.get(i), points.get(j)) : 0.0;
            }
            weights[i] = 1.0 / there;
        }
    }

    List<double[]> points() {
        return points;
    }

    int size() {
        return points.size();
    }

    double weight(int i) {
        return weights[i];
    }

    int[] values() {
        return values;
    }

    /** The weight of a pair, of one of these points and one of others; 0 where they are of different values. */
    double weight(int i, WeightedCentroids others, int j) {
        return values[i] == others.values[j] ? weights[i] * others.weights[j] : 0.0;
    }

    /** The effective number of centroids: how many can be told apart, about. */
    double effectiveNumber() {
        double sum = 0.0;
        for (double weight : weights) {
            sum += weight;
        }
        return sum;
    }

    /** The kernel at the distance of two points; 0 where it could not be seen in a sum. */
    double kernel(double[] a, double[] b) {
        double far = FAR * squareWidth;
        double square = 0.0;
        for (int j = 0; j < a.length; j++) {
            square += (a[j] - b[j]) * (a[j] - b[j]);
            if (square > far) {
                return 0.0;
            }
        }
        return kernel(square);
    }

    /** The same at a squared distance, which may have been rounded to just below 0. */
    double kernel(double square) {
        return square > FAR * squareWidth ? 0.0 : Math.exp(-square / (2.0 * squareWidth));
    }

    /** The points, each moved by a shift. */
    List<double[]> moved(double[] shift) {
        List<double[]> moved = new ArrayList<>();
        for (double[] point : points) {
            moved.add(Vectors.plus(point, shift));
        }
        return moved;
    }
}
