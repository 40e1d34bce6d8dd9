package atlasprox.counts.pca;

/** Sums over long rows of numbers, in loops that are compiled to vector instructions or do not wait for themselves; always in the same order. */
final class Rows {
    private Rows() {}

    static double product(double[] a, double[] b) {
        double first = 0.0;
        double second = 0.0;
        double third = 0.0;
        double fourth = 0.0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            first += a[i] * b[i];
            second += a[i + 1] * b[i + 1];
            third += a[i + 2] * b[i + 2];
            fourth += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            first += a[i] * b[i];
        }
        return first + second + (third + fourth);
    }

    static double length(double[] a) {
        return Math.sqrt(product(a, a));
    }

    /** Adds factor times a to the sums. */
    static void add(double factor, double[] a, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += factor * a[i];
        }
    }

    static void scale(double factor, double[] a) {
        for (int i = 0; i < a.length; i++) {
            a[i] *= factor;
        }
    }
}
