package atlasprox.counts.genes;

/** Weighted least squares of 1, u and u^2, of as many of these as the points can tell. */
final class Parabola {
    /** Of the largest pivot: with less of a term there is none to tell. */
    private static final double LEAST = 1e-10;

    private Parabola() {}

    /**
     * @param sums of w u^p, p from 0 to 4, u within [-1, 1]
     * @param right of w u^p y, p from 0 to 2
     * @return the three coefficients; 0 for terms that the points do not tell from lower ones
     */
    static double[] of(double[] sums, double[] right) {
        double[][] matrix = new double[3][4];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                matrix[i][j] = sums[i + j];
            }
            matrix[i][3] = right[i];
        }
        boolean[] told = new boolean[3];
        for (int i = 0; i < 3; i++) {
            told[i] = matrix[i][i] > LEAST * sums[0];
            for (int below = i + 1; below < 3 && told[i]; below++) {
                double factor = matrix[below][i] / matrix[i][i];
                for (int j = i; j < 4; j++) {
                    matrix[below][j] -= factor * matrix[i][j];
                }
            }
        }
        double[] coefficients = new double[3];
        for (int i = 2; i >= 0; i--) {
            double rest = matrix[i][3];
            for (int j = i + 1; j < 3; j++) {
                rest -= matrix[i][j] * coefficients[j];
            }
            coefficients[i] = told[i] ? rest / matrix[i][i] : 0.0;
        }
        return coefficients;
    }
}
