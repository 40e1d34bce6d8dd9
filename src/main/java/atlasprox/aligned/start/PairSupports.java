package atlasprox.aligned.start;

import atlasprox.math.Vectors;

/**
 * How well the displacements that bring one centroid of a set onto one of another are supported ({@link DisplacementMatch}), for all pairs of
 * centroids. What is left between two centroids under such a displacement is the difference of two differences,
 *
 * <pre>
 * |x_i + (y_q - x_p) - y_j|^2 = |x_i - x_p|^2 + |y_j - y_q|^2 - 2 (x_i - x_p) . (y_j - y_q)
 * </pre>
 *
 * so that once the inner products are known the number of dimensions does not matter. Rounded otherwise than a support that is summed over
 * the dimensions, by about 1e-13 of it.
 */
final class PairSupports {
    private final WeightedCentroids from;
    private final WeightedCentroids onto;
    private final double[][] amongFrom;
    private final double[][] amongOnto;
    private final double[][] products;
    private final double[][] supports;

    private PairSupports(WeightedCentroids from, WeightedCentroids onto) {
        this.from = from;
        this.onto = onto;
        this.amongFrom = squares(from);
        this.amongOnto = squares(onto);
        this.products = products(from, onto);
        this.supports = new double[from.size()][onto.size()];
    }

    /** @return for each centroid of the one set and each of the other the support of the displacement from it to that */
    static double[][] of(WeightedCentroids from, WeightedCentroids onto) {
        PairSupports pairs = new PairSupports(from, onto);
        for (int i = 0; i < from.size(); i++) {
            for (int j = 0; j < onto.size(); j++) {
                pairs.supports[i][j] += pairs.weight(i, j);
                pairs.addMutual(i, j);
            }
        }
        return pairs.supports;
    }

    private double weight(int i, int j) {
        return from.weight(i, onto, j);
    }

    /** What a pair and those before it do for each other. */
    private void addMutual(int i, int j) {
        double weight = weight(i, j);
        for (int p = 0; p <= i; p++) {
            for (int q = 0; q < (p < i ? onto.size() : j); q++) {
                double product = products[i][j] - products[i][q] - products[p][j] + products[p][q];
                double kernel = from.kernel(amongFrom[i][p] + amongOnto[j][q] - 2.0 * product);
                supports[i][j] += weight(p, q) * kernel;
                supports[p][q] += weight * kernel;
            }
        }
    }

    private static double[][] squares(WeightedCentroids centroids) {
        double[][] squares = new double[centroids.size()][centroids.size()];
        for (int i = 0; i < squares.length; i++) {
            for (int p = 0; p < i; p++) {
                squares[i][p] = Vectors.square(
                        centroids.points().get(i), centroids.points().get(p));
                squares[p][i] = squares[i][p];
            }
        }
        return squares;
    }

    /** Each set's about its first centroid: however far the sets lie apart, no digits are lost. */
    private static double[][] products(WeightedCentroids from, WeightedCentroids onto) {
        double[][] products = new double[from.size()][onto.size()];
        double[] here = from.points().get(0);
        double[] there = onto.points().get(0);
        for (int i = 0; i < from.size(); i++) {
            double[] x = Vectors.minus(from.points().get(i), here);
            for (int j = 0; j < onto.size(); j++) {
                double[] y = onto.points().get(j);
                for (int dim = 0; dim < x.length; dim++) {
                    products[i][j] += x[dim] * (y[dim] - there[dim]);
                }
            }
        }
        return products;
    }
}
