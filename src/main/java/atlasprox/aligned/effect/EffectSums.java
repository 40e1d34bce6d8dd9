package atlasprox.aligned.effect;

import java.io.Serializable;
import java.util.List;

/**
 * What a client tells second: for each {@linkplain Features way} of differing the sum of its cells' vectors, and how much these vary.
 *
 * @param cells how many cells were added up; 0 where the client tells nothing
 * @param sums way x rows of coordinates; rows of kinds that the client lacks, or does not tell of, are null
 * @param own for each way the cells' squared lengths, added up
 * @param pairs how many pairs of cells were looked at; 0 of fewer than three cells
 * @param pairSquares for each way the squared inner product of two cells about the client's mean, added up over the pairs: tr(C^2) is their
 *     mean, C being the vectors' covariance
 * @param triples how many sets of three cells were looked at; 0 of fewer than five cells
 * @param tripleProducts for each way the product of the three inner products of three cells, added up over these: tr(C^3) is their mean
 */
public record EffectSums(
        int cells,
        double[][][] sums,
        double[] own,
        long pairs,
        double[] pairSquares,
        long triples,
        double[] tripleProducts)
        implements Serializable {
    /** With each cell's next four in the order of their keys, which is as good as random. */
    private static final int PARTNERS = 4;

    /**
     * @param values the cells' coordinates, at least one cell, in an order that the cells alone decide
     * @param kinds the kinds of cells
     * @param minCells the least number of cells behind a kind that is told of, at least 1
     */
    public static EffectSums of(List<float[]> values, Kinds kinds, int minCells) {
        if (values.size() < minCells) {
            return none(kinds.belonging().prototypes());
        }
        Features cells = new Features(values, kinds, minCells);
        int partners = Math.min(PARTNERS, (cells.size() - 1) / 2);
        EffectSums sums = new EffectSums(
                cells.size(),
                cells.sums(),
                new double[Features.WAYS],
                (long) partners * cells.size(),
                new double[Features.WAYS],
                (long) partners * (partners - 1) / 2 * cells.size(),
                new double[Features.WAYS]);
        for (int way = 0; way < Features.WAYS; way++) {
            for (int i = 0; i < cells.size(); i++) {
                sums.own[way] += cells.product(way, i, i);
            }
            sums.vary(way, products(cells, way, partners, sums.scatter(way)));
        }
        return sums;
    }

    /** Of a client that has too few cells to tell of. */
    private static EffectSums none(int prototypes) {
        double[][][] sums = {new double[1][], new double[prototypes][], new double[1][]};
        return new EffectSums(
                0, sums, new double[Features.WAYS], 0L, new double[Features.WAYS], 0L, new double[Features.WAYS]);
    }

    /** Step x cell: the inner product of the cell's vector and that of the one so many steps on, about the mean. */
    private static double[][] products(Features cells, int way, int partners, double scatter) {
        int n = cells.size();
        double[] along = new double[n];
        for (int i = 0; i < n && partners > 0; i++) {
            along[i] = cells.productWithSum(way, i) / n;
        }
        // The mean was taken from the cells themselves, which draws all of them together: their products are -tr(C) / n
        // in the mean.
        double mean = squareLength(cells.sums()[way]) / n / n + (partners > 0 ? scatter / (n - 1.0) / n : 0.0);
        double[][] products = new double[partners + 1][n];
        for (int step = 1; step <= partners; step++) {
            for (int i = 0; i < n; i++) {
                int j = (i + step) % n;
                products[step][i] = cells.product(way, i, j) - along[i] - along[j] + mean;
            }
        }
        return products;
    }

    private void vary(int way, double[][] products) {
        for (int step = 1; step < products.length; step++) {
            for (int i = 0; i < cells; i++) {
                pairSquares[way] += products[step][i] * products[step][i];
                for (int next = 1; step + next < products.length; next++) {
                    tripleProducts[way] +=
                            products[step][i] * products[next][(i + step) % cells] * products[step + next][i];
                }
            }
        }
        // And draws each of them nearer.
        double nearer = cells > 1 ? 1.0 - 1.0 / cells : 1.0;
        pairSquares[way] /= nearer * nearer + 1.0 / cells / cells;
        tripleProducts[way] /= nearer * nearer * nearer;
    }

    /** The sum of the cells' squared distances to their mean. */
    double scatter(int way) {
        return cells == 0 ? 0.0 : own[way] - squareLength(sums[way]) / cells;
    }

    /** What the cells' own variance adds to the squared length of their sum; a single cell's is not known. */
    double noise(int way, double ofOne) {
        return cells < 2 ? cells * ofOne : cells * Math.max(0.0, scatter(way)) / (cells - 1.0);
    }

    static double squareLength(double[][] rows) {
        double square = 0.0;
        for (double[] row : rows) {
            square += row == null ? 0.0 : Features.dot(row, row);
        }
        return square;
    }
}
