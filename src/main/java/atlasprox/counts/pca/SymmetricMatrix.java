package atlasprox.counts.pca;

import java.util.stream.IntStream;

/**
 * A symmetric matrix that is multiplied with several vectors at once. A thread has some of its columns; each sum is over the rows in order, the same on any
 * number of threads.
 */
final class SymmetricMatrix {
    /** Columns of a thread and rows at a time: 128 kB, which stay in a core's second cache while all vectors are multiplied. */
    private static final int COLUMNS = 256;

    private static final int ROWS = 64;

    private final double[] values;
    private final int rows;

    /**
     * @param values K x K, row by row
     * @param rows their number K
     */
    SymmetricMatrix(double[] values, int rows) {
        this.values = values;
        this.rows = rows;
    }

    /** @return the root of the sum of squares, at least any eigenvalue */
    double length() {
        return Rows.length(values);
    }

    /**
     * @param vectors of K numbers each
     * @return the matrix times each
     */
    double[][] times(double[][] vectors) {
        double[][] products = new double[vectors.length][rows];
        IntStream.range(0, (rows + COLUMNS - 1) / COLUMNS).parallel().forEach(tile -> {
            int from = tile * COLUMNS;
            int to = Math.min(rows, from + COLUMNS);
            for (int row = 0; row < rows; row += ROWS) {
                for (int v = 0; v < vectors.length; v++) {
                    add(vectors[v], row, Math.min(rows, row + ROWS), products[v], from, to);
                }
            }
        });
        return products;
    }

    private void add(double[] vector, int firstRow, int endRow, double[] products, int from, int to) {
        int row = firstRow;
        for (; row + 3 < endRow; row += 4) {
            addFour(vector, row, products, from, to);
        }
        for (; row < endRow; row++) {
            int place = row * rows;
            double one = vector[row];
            for (int j = from; j < to; j++) {
                products[j] += one * values[place + j];
            }
        }
    }

    private void addFour(double[] vector, int row, double[] products, int from, int to) {
        double[] all = values;
        int a = row * rows;
        int b = a + rows;
        int c = b + rows;
        int d = c + rows;
        double ofA = vector[row];
        double ofB = vector[row + 1];
        double ofC = vector[row + 2];
        double ofD = vector[row + 3];
        for (int j = from; j < to; j++) {
            products[j] += ofA * all[a + j] + ofB * all[b + j] + (ofC * all[c + j] + ofD * all[d + j]);
        }
    }
}
