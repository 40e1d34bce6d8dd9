package atlasprox.math;

import java.util.Arrays;

/**
 * The place whose weighted distances from some points add up to least, by a number of Weiszfeld's (1937) iterations from their mean. The
 * median itself cannot be dragged along by points that weigh less than half of all, however far off they lie; of points that weigh the
 * share p and lie together far off, n iterations leave about {@code (p / (1 - p))^n} of the way. Of two points it is the heavier one, and
 * the mean where they weigh alike.
 */
public final class GeometricMedian {
    private GeometricMedian() {}

    /** How far points lie from a place; each may measure in its own way. */
    @FunctionalInterface
    public interface Distance {

        /**
         * @param i the number of one of the points
         * @param place d coordinates
         * @return the distance, at least 0
         */
        double of(int i, double[] place);
    }

    /**
     * @param points at least one point of d coordinates
     * @param weights of the points, above 0
     * @param distance from the points
     * @param least above 0; a nearer point weighs no more than at this distance, so that one that the median falls on does not weigh
     *     beyond all bounds
     * @param steps how many iterations at most; fewer where one changes nothing
     * @return d coordinates
     */
    public static double[] of(double[][] points, double[] weights, Distance distance, double least, int steps) {
        double[] median = Vectors.mean(points, weights);
        double[] weight = new double[points.length];
        for (int step = 0; step < steps; step++) {
            for (int i = 0; i < points.length; i++) {
                weight[i] = weights[i] / Math.max(least, distance.of(i, median));
            }
            double[] next = Vectors.mean(points, weight);
            if (Arrays.equals(next, median)) {
                return median;
            }
            median = next;
        }
        return median;
    }
}
