package atlasprox.aligned.effect;

import java.io.Serializable;
import java.util.List;

/**
 * What a client tells second: for each {@linkplain Features way} of differing the sum of its cells' vectors, and how much these vary.
 *
 * @param cells how many cells were added up
 * @param sums way x rows of coordinates; rows of kinds that the client lacks are null
 * @param own for each way the cells' squared lengths, added up
 * @param pairs how many pairs of cells were looked at; 0 of a single cell
 * @param pairSquares for each way the squared inner product of two cells about the client's mean, added up over the pairs
 */
public record EffectSums(int cells, double[][][] sums, double[] own, long pairs, double[] pairSquares)
        implements Serializable {
    /** With each cell's next four in the order of their keys, which is as good as random. */
    private static final int PARTNERS = 4;

    public static EffectSums of(List<float[]> values, Kinds kinds) {
        Features cells = new Features(values, kinds);
        double[] own = new double[Features.WAYS];
        double[] pairSquares = new double[Features.WAYS];
        int partners = Math.min(PARTNERS, (cells.size() - 1) / 2);
        for (int way = 0; way < Features.WAYS; way++) {
            for (int i = 0; i < cells.size(); i++) {
                own[way] += cells.product(way, i, i);
            }
            pairSquares[way] = pairSquares(cells, way, partners);
        }
        return new EffectSums(cells.size(), cells.sums(), own, (long) partners * cells.size(), pairSquares);
    }

    private static double pairSquares(Features cells, int way, int partners) {
        int n = cells.size();
        if (partners == 0) {
            return 0.0;
        }
        double mean = squareLength(cells.sums()[way]) / n / n;
        double[] along = new double[n];
        for (int i = 0; i < n; i++) {
            along[i] = cells.productWithSum(way, i) / n;
        }
        double squares = 0.0;
        for (int step = 1; step <= partners; step++) {
            for (int i = 0; i < n; i++) {
                int j = (i + step) % n;
                double product = cells.product(way, i, j) - along[i] - along[j] + mean;
                squares += product * product;
            }
        }
        // The mean was taken from the cells themselves.
        return squares * n / (n - 1.0) * n / (n - 1.0);
    }

    /** The sum of the cells' squared distances to their mean. */
    double scatter(int way) {
        return own[way] - squareLength(sums[way]) / cells;
    }

    static double squareLength(double[][] rows) {
        double square = 0.0;
        for (double[] row : rows) {
            square += row == null ? 0.0 : Features.dot(row, row);
        }
        return square;
    }
}
