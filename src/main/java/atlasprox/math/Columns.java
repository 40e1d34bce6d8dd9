package atlasprox.math;

/** Sums of the columns of a matrix. */
public final class Columns {
    private Columns() {}

    /**
     * Adds {@code sum_i factors_i columns_i}, four columns at a time, so that sums are read and written a quarter as often; the loops compile to vector instructions.
     * The same factors and columns give the same bits.
     *
     * @param factors n numbers
     * @param columns n columns, each as long as the sums
     * @param sums what is added to
     */
    public static void add(double[] factors, double[][] columns, double[] sums) {
        int i = 0;
        for (; i + 3 < factors.length; i += 4) {
            addFour(factors, i, columns, sums);
        }
        for (; i < factors.length; i++) {
            addOne(factors[i], columns[i], sums);
        }
    }

    private static void addFour(double[] factors, int i, double[][] columns, double[] sums) {
        double f0 = factors[i];
        double f1 = factors[i + 1];
        double f2 = factors[i + 2];
        double f3 = factors[i + 3];
        double[] c0 = columns[i];
        double[] c1 = columns[i + 1];
        double[] c2 = columns[i + 2];
        double[] c3 = columns[i + 3];
        for (int j = 0; j < sums.length; j++) {
            sums[j] += f0 * c0[j] + f1 * c1[j] + f2 * c2[j] + f3 * c3[j];
        }
    }

    private static void addOne(double factor, double[] column, double[] sums) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] += factor * column[j];
        }
    }
}
