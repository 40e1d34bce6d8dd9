package atlasprox.aligned.round;

import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * {@code (diag(own) - Omega diag(1 / O) Omega') h = right}, the same for all dimensions: the normal equations of levels' shifts after the
 * groups' centres are eliminated. Works on all cores; every sum is taken on one of them.
 *
 * @param omega level x K weights that couple a level to its groups' centres, 0 for none; not changed
 * @param omegaInAll K, O: the sum of a group's weights over the levels, of those too that are not coupled
 */
public record NormalEquations(double[][] omega, double[] omegaInAll) {

    /**
     * @param own level, above what couples the level to its groups
     * @param right level x d
     * @return level x d shifts h
     * @throws org.apache.commons.math3.exception.MathIllegalArgumentException if the equations have no solution
     */
    public double[][] solve(double[] own, double[][] right) {
        return omega.length <= omegaInAll.length ? byLevels(own, right) : byPrototypes(own, right);
    }

    private double[][] byLevels(double[] own, double[][] right) {
        int levels = omega.length;
        double[][] matrix = new double[levels][levels];
        IntStream.range(0, levels).parallel().forEach(l -> {
            for (int other = 0; other < levels; other++) {
                for (int k = 0; k < omegaInAll.length; k++) {
                    matrix[l][other] -= omega[l][k] * omega[other][k] / Math.max(omegaInAll[k], Double.MIN_NORMAL);
                }
            }
            matrix[l][l] += own[l];
        });
        return solved(matrix, right);
    }

    /** The same by Woodbury's identity, where there are more levels than prototypes: a K x K matrix, in time linear in the levels. */
    private double[][] byPrototypes(double[] own, double[][] right) {
        int prototypes = omegaInAll.length;
        int dimension = right[0].length;
        double[][] matrix = new double[prototypes][prototypes];
        double[][] drawn = new double[prototypes][dimension];
        IntStream.range(0, prototypes).parallel().forEach(k -> {
            for (int l = 0; l < omega.length; l++) {
                double share = omega[l][k] / own[l];
                for (int other = 0; other < prototypes && share > 0.0; other++) {
                    matrix[k][other] -= share * omega[l][other];
                }
                for (int j = 0; j < dimension && share > 0.0; j++) {
                    drawn[k][j] += share * right[l][j];
                }
            }
            matrix[k][k] += omegaInAll[k] > 0.0 ? omegaInAll[k] : 1.0;
        });
        double[][] centre = solved(matrix, drawn);
        return IntStream.range(0, omega.length)
                .parallel()
                .mapToObj(l -> shifted(l, own[l], right[l], centre))
                .toArray(double[][]::new);
    }

    private double[] shifted(int l, double own, double[] right, double[][] centre) {
        double[] shift = right.clone();
        for (int k = 0; k < omegaInAll.length; k++) {
            for (int j = 0; j < shift.length; j++) {
                shift[j] += omega[l][k] * centre[k][j];
            }
        }
        for (int j = 0; j < shift.length; j++) {
            shift[j] /= own;
        }
        return shift;
    }

    private static double[][] solved(double[][] matrix, double[][] right) {
        return new CholeskyDecomposition(new Array2DRowRealMatrix(matrix, false), 1e-9, 0.0)
                .getSolver()
                .solve(new Array2DRowRealMatrix(right, false))
                .getData();
    }
}
