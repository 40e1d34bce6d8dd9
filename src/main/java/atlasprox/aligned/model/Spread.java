package atlasprox.aligned.model;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Variances to measure distances by, which must not be too small.
 *
 * @param variance K x d variances, above 0
 * @param least a variance so small that it counts as none, above 0
 * @param dimensions the number of dimensions in which cells of a group vary, at least 1: a mean over the dimensions is over these
 */
public record Spread(double[][] variance, double least, int dimensions) {
    /** Of the mean over the groups; what other values do: bench/constants.py. */
    private static final double LEAST_SPREAD = 0.1;

    /** Of the largest dimension's variance: what keeps a dimension in which no group varies from a division by zero. */
    private static final double NO_VARIANCE = 1e-12;

    /**
     * @param pooled K x d pooled variances
     * @param count K weighted counts
     * @return these, with a floor of a tenth of their mean over the groups, so that a tight group does not cut its own cells
     */
    public static Spread floored(double[][] pooled, double[] count) {
        double[] mean = mean(pooled, count);
        double largest = 0.0;
        for (double variance : mean) {
            largest = Math.max(largest, variance);
        }
        double least = NO_VARIANCE * (largest > 0.0 ? largest : 1.0);
        int dimensions = 0;
        for (double variance : mean) {
            dimensions += variance > least ? 1 : 0;
        }
        double[][] spread = new double[pooled.length][mean.length];
        for (int k = 0; k < pooled.length; k++) {
            for (int j = 0; j < mean.length; j++) {
                spread[k][j] = Math.max(pooled[k][j], LEAST_SPREAD * mean[j]) + least;
            }
        }
        return new Spread(spread, least, Math.max(1, dimensions));
    }

    /**
     * @param rows how many rows to make
     * @param which for each of them the number of one of these
     * @return a spread of these rows
     */
    public Spread of(int rows, IntUnaryOperator which) {
        return new Spread(
                IntStream.range(0, rows)
                        .mapToObj(row -> variance[which.applyAsInt(row)])
                        .toArray(double[][]::new),
                least,
                dimensions);
    }

    /**
     * @param centres K x d
     * @return K x K: exp(-x^2 / 2), x being how many deviations of the one group the other's centre lies from its own
     */
    public double[][] near(double[][] centres) {
        double[][] near = new double[centres.length][centres.length];
        for (int k = 0; k < near.length; k++) {
            for (int other = 0; other < near.length; other++) {
                near[k][other] = Math.exp(-0.5 * HuberWeight.squareDeviations(centres[other], centres[k], variance[k]));
            }
        }
        return near;
    }

    private static double[] mean(double[][] pooled, double[] count) {
        double[] mean = new double[pooled[0].length];
        int alive = 0;
        for (int k = 0; k < pooled.length; k++) {
            alive += count[k] > 0.0 ? 1 : 0;
            for (int j = 0; j < mean.length; j++) {
                mean[j] += pooled[k][j];
            }
        }
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= Math.max(1, alive);
        }
        return mean;
    }
}
