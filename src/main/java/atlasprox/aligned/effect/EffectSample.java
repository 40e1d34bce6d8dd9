package atlasprox.aligned.effect;

import atlasprox.math.Vectors;

/**
 * What the cells of several clients add up to. Sums that clients told are left as they are.
 *
 * @param cells how many cells
 * @param sums way x rows of coordinates, as of {@link EffectSums#sums}
 * @param own for each way the cells' squared lengths, added up
 * @param square for each way the squared length of the sum
 */
record EffectSample(double cells, double[][][] sums, double[] own, double[] square) {
    private static final int WAYS = Features.WAYS;

    static EffectSample none() {
        return new EffectSample(0.0, new double[WAYS][][], new double[WAYS], new double[WAYS]);
    }

    static EffectSample of(EffectSums client) {
        return client.cells() == 0 ? none() : of(client.cells(), client.sums(), client.own());
    }

    private static EffectSample of(double cells, double[][][] sums, double[] own) {
        double[] square = new double[WAYS];
        for (int way = 0; way < WAYS; way++) {
            square[way] = EffectSums.squareLength(sums[way]);
        }
        return new EffectSample(cells, sums, own, square);
    }

    EffectSample plus(EffectSample other) {
        return other.cells == 0.0 ? this : cells == 0.0 ? other : with(other, 1.0);
    }

    /** @param other a part of this one */
    EffectSample minus(EffectSample other) {
        return other.cells == 0.0 ? this : other.cells == cells ? none() : with(other, -1.0);
    }

    private EffectSample with(EffectSample other, double times) {
        double[][][] all = new double[WAYS][][];
        double[] lengths = new double[WAYS];
        for (int way = 0; way < WAYS; way++) {
            all[way] = added(sums[way], other.sums[way], times);
            lengths[way] = own[way] + times * other.own[way];
        }
        return of(cells + times * other.cells, all, lengths);
    }

    /** Rows plus so many times others; rows that one lacks are null. */
    static double[][] added(double[][] rows, double[][] more, double times) {
        double[][] sums = new double[rows.length][];
        for (int k = 0; k < rows.length; k++) {
            double[] scaled = more[k] == null || times == 1.0 ? more[k] : Vectors.scaled(more[k], times);
            sums[k] = rows[k] == null ? scaled : scaled == null ? rows[k] : Vectors.plus(rows[k], scaled);
        }
        return sums;
    }

    /** The inner product of the sums. */
    double product(int way, EffectSample other) {
        double product = 0.0;
        for (int k = 0; k < sums[way].length; k++) {
            double[] row = sums[way][k];
            double[] others = other.sums[way][k];
            product += row == null || others == null ? 0.0 : Features.dot(row, others);
        }
        return product;
    }
}
