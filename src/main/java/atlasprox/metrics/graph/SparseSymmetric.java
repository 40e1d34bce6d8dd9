package atlasprox.metrics.graph;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A sparse symmetric matrix, such as the weights of an undirected graph's edges, both halves kept.
 *
 * @param index for every row, the columns of its entries, in any order
 * @param value for every row, these entries
 */
record SparseSymmetric(int[][] index, double[][] value) {
    /** Some tens of microseconds of work for one thread, many times what handing it over costs. */
    private static final int ROWS_AT_ONCE = 2048;

    /** About half the edges of a cell of 15 neighbours. */
    private static final int LEAST_ROOM = 8;

    int rows() {
        return index.length;
    }

    /** The sum of every row. */
    double[] sums() {
        return Arrays.stream(value).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
    }

    /** The same rows and columns, each times its factor. */
    SparseSymmetric scaled(double[] factors) {
        double[][] scaled = new double[rows()][];
        Arrays.setAll(scaled, row -> IntStream.range(0, index[row].length)
                .mapToDouble(place -> factors[row] * value[row][place] * factors[index[row][place]])
                .toArray());
        return new SparseSymmetric(index, scaled);
    }

    /** Some rows and their columns, renumbered in the order given. Entries in other columns must not be there. */
    SparseSymmetric part(int[] rows) {
        int[] number = new int[rows()];
        for (int at = 0; at < rows.length; at++) {
            number[rows[at]] = at;
        }
        return new SparseSymmetric(
                Arrays.stream(rows)
                        .mapToObj(row -> Arrays.stream(index[row])
                                .map(column -> number[column])
                                .toArray())
                        .toArray(int[][]::new),
                Arrays.stream(rows).mapToObj(row -> value[row]).toArray(double[][]::new));
    }

    /** The product with a vector. */
    double[] times(double[] vector) {
        double[] product = new double[rows()];
        IntStream.range(0, (rows() + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE)
                .parallel()
                .forEach(block -> times(vector, block * ROWS_AT_ONCE, product));
        return product;
    }

    private void times(double[] vector, int from, double[] product) {
        for (int row = from; row < Math.min(rows(), from + ROWS_AT_ONCE); row++) {
            double sum = 0.0;
            for (int place = 0; place < index[row].length; place++) {
                sum += value[row][place] * vector[index[row][place]];
            }
            product[row] = sum;
        }
    }

    /** Collects entries off the diagonal. */
    static final class Builder {
        private final int[] sizes;
        private final int[][] index;
        private final double[][] value;

        Builder(int rows) {
            this.sizes = new int[rows];
            this.index = new int[rows][0];
            this.value = new double[rows][0];
        }

        /** Adds an entry and its mirror image, of which neither is there yet. */
        void add(int row, int column, double entry) {
            append(row, column, entry);
            append(column, row, entry);
        }

        private void append(int row, int column, double entry) {
            if (sizes[row] == index[row].length) {
                int room = Math.max(LEAST_ROOM, 2 * sizes[row]);
                index[row] = Arrays.copyOf(index[row], room);
                value[row] = Arrays.copyOf(value[row], room);
            }
            index[row][sizes[row]] = column;
            value[row][sizes[row]++] = entry;
        }

        SparseSymmetric build() {
            for (int row = 0; row < sizes.length; row++) {
                index[row] = Arrays.copyOf(index[row], sizes[row]);
                value[row] = Arrays.copyOf(value[row], sizes[row]);
            }
            return new SparseSymmetric(index, value);
        }
    }
}
