package atlasprox.scbatchprox;

import atlasprox.math.Moments;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The unit in which each dimension is trained: 1, or its pooled within-batch deviation. In units u, a cell z is z / u, a scale
 * stays as it is, and an offset beta is beta / u.
 *
 * @param unit the length of one training unit per dimension, above 0, in units of the embedding
 */
record Units(double[] unit) implements Serializable {

    static Units plain(int dimension) {
        double[] ones = new double[dimension];
        Arrays.fill(ones, 1.0);
        return new Units(ones);
    }

    /** Pooled within-batch deviations, sqrt(sum_b n_b var_b / sum_b n_b); a dimension without any keeps the unit 1. */
    static Units pooled(List<Moments> clients) {
        int dimension = clients.get(0).dimension();
        double[] variance = new double[dimension];
        long cells = clients.stream().mapToLong(Moments::count).sum();
        for (Moments client : clients) {
            double[] mean = client.mean();
            double[] square = client.meanSquare();
            for (int j = 0; j < dimension; j++) {
                variance[j] += (square[j] - mean[j] * mean[j]) * client.count() / cells;
            }
        }
        double[] unit = new double[dimension];
        for (int j = 0; j < dimension; j++) {
            unit[j] = variance[j] > 0.0 ? Math.sqrt(variance[j]) : 1.0;
        }
        return new Units(unit);
    }

    double[] mean(Moments moments) {
        double[] mean = moments.mean();
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= unit[j];
        }
        return mean;
    }

    double[] meanSquare(Moments moments) {
        double[] square = moments.meanSquare();
        for (int j = 0; j < square.length; j++) {
            square[j] /= unit[j] * unit[j];
        }
        return square;
    }
}
