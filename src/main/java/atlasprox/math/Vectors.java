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
}
