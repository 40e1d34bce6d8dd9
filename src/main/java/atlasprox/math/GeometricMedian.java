package atlasprox.math;

/**
 * The point of which the weighted distances to some points add up to least, by Weiszfeld's (1937) iterations from their mean. Points that
 * weigh less than half of all cannot drag it along, however far off they lie.
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
     * @param steps how many iterations
     * @return d coordinates
     */
    public static double[] of(double[][] points, double[] weights, Distance distance, double least, int steps) {
        double[] median = Vectors.mean(points, weights);
        double[] weight = new double[points.length];
        for (int step = 0; step < steps; step++) {
            for (int i = 0; i < points.length; i++) {
                weight[i] = weights[i] / Math.max(least, distance.of(i, median));
            }
            median = Vectors.mean(points, weight);
        }
        return median;
    }
}
