package atlasprox.math;

import java.util.Arrays;

/** Sums, differences and distances of points. */
public final class Vectors {
    private Vectors() {}

    /**
     * @param a d coordinates
     * @param b d coordinates
     * @return a + b
     */
    public static double[] plus(double[] a, double[] b) {
        double[] sum = new double[a.length];
        for (int j = 0; j < sum.length; j++) {
            sum[j] = a[j] + b[j];
        }
        return sum;
    }

    /**
     * @param a d coordinates
     * @param b d coordinates
     * @return a - b
     */
    public static double[] minus(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int j = 0; j < difference.length; j++) {
            difference[j] = a[j] - b[j];
        }
        return difference;
    }

    /**
     * @param a d coordinates
     * @param factor what to multiply them by
     * @return a times the factor
     */
    public static double[] scaled(double[] a, double factor) {
        return Arrays.stream(a).map(x -> factor * x).toArray();
    }

    /**
     * @param a d coordinates
     * @param b d coordinates
     * @return their squared distance
     */
    public static double square(double[] a, double[] b) {
        double sum = 0.0;
        for (int j = 0; j < a.length; j++) {
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return sum;
    }

    /**
     * @param points at least one point of d coordinates
     * @param weights of the points, at least 0 and not all 0
     * @return their weighted mean, summed in the order given
     */
    public static double[] mean(double[][] points, double[] weights) {
        double all = 0.0;
        double[] mean = new double[points[0].length];
        for (int i = 0; i < points.length; i++) {
            all += weights[i];
            for (int j = 0; j < mean.length; j++) {
                mean[j] += weights[i] * points[i][j];
            }
        }
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= all;
        }
        return mean;
    }
}
