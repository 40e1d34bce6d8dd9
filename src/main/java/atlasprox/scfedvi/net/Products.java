package atlasprox.scfedvi.net;

/**
 * Sums of rows times factors, of which all matrix products here are made. Own code and no BLAS, as that takes half the time, and
 * always adds up in the same order, on any machine: with 128 cells, 128 units and 1,000 genes dev.ludovic.netlib's sgemm
 * reaches 15 to 21 GFLOP/s by the incubating Vector API, with as many numbers at a time as the processor takes, and 4 without it; this
 * reaches 27 to 32 where rows are of genes, 15 to 24 where they are of units, and leaves out what is 0.
 */
final class Products {
    private Products() {}

    /**
     * Adds rows times factors, four at a time: arrays of their own, at one and the same place of each, so that it is compiled to vector
     * instructions.
     *
     * @param sums to which is added
     * @param rows as long as the sums
     * @param which of the rows, from {@code from} to before {@code to}
     * @param factors of each, at the same places
     * @param from the first place
     * @param to the place after the last
     */
    static void add(float[] sums, float[][] rows, int[] which, float[] factors, int from, int to) {
        int i = from;
        for (; i + 3 < to; i += 4) {
            addFour(
                    sums,
                    rows[which[i]],
                    factors[i],
                    rows[which[i + 1]],
                    factors[i + 1],
                    rows[which[i + 2]],
                    factors[i + 2],
                    rows[which[i + 3]],
                    factors[i + 3]);
        }
        for (; i < to; i++) {
            addOne(sums, rows[which[i]], factors[i]);
        }
    }

    /** As {@link #add}, of the rows from {@code from} to before {@code to}. */
    static void addAll(float[] sums, float[][] rows, float[] factors, int from, int to) {
        int i = from;
        for (; i + 3 < to; i += 4) {
            addFour(
                    sums,
                    rows[i],
                    factors[i],
                    rows[i + 1],
                    factors[i + 1],
                    rows[i + 2],
                    factors[i + 2],
                    rows[i + 3],
                    factors[i + 3]);
        }
        for (; i < to; i++) {
            addOne(sums, rows[i], factors[i]);
        }
    }

    static void addOne(float[] sums, float[] row, float factor) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] += factor * row[j];
        }
    }

    private static void addFour(
            float[] sums, float[] a, float ofA, float[] b, float ofB, float[] c, float ofC, float[] d, float ofD) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] += ofA * a[j] + ofB * b[j] + (ofC * c[j] + ofD * d[j]);
        }
    }
}
