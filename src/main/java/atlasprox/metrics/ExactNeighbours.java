package atlasprox.metrics;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The exact nearest neighbours by Euclidean distance, ties by row, found block against block: beside the result, a thread holds one block
 * of cells and a row of distances. Distances are sums of squared differences in double, which the expansion by inner products would
 * lose for close pairs. scib-metrics searches approximately.
 */
public final class ExactNeighbours {
    private static final int QUERIES = 128;
    private static final int CELLS = 512;
    private static final int NO_CELL = -1;

    private final float[][] cells;

    /** @param cells n x d, the cells to search among; kept, not copied */
    public ExactNeighbours(float[][] cells) {
        this.cells = cells;
    }

    /**
     * The neighbours of every cell, the cell itself first, in parallel.
     *
     * @param k how many, the cell itself included, from 1 to n
     */
    public Neighbours all(int k) {
        return within(0, cells.length, k);
    }

    /** The neighbours of the cells in rows {@code from} to before {@code to}, as {@link #all} has them. */
    public Neighbours within(int from, int to, int k) {
        return search(Arrays.copyOfRange(cells, from, to), from, k);
    }

    /**
     * The neighbours of other cells.
     *
     * @param queries m x d
     * @param k how many, from 1 to n
     */
    public Neighbours of(float[][] queries, int k) {
        return search(queries, NO_CELL, k);
    }

    /** @param first the row of the first query, or {@link #NO_CELL} if the queries are not among the cells */
    private Neighbours search(float[][] queries, int first, int k) {
        if (k < 1 || k > cells.length) {
            throw new IllegalArgumentException(k + " neighbours wanted among " + cells.length + " cells");
        }
        Nearest[] nearest = new Nearest[queries.length];
        IntStream.range(0, (queries.length + QUERIES - 1) / QUERIES).parallel().forEach(block -> {
            int from = block * QUERIES;
            int to = Math.min(queries.length, from + QUERIES);
            for (int query = from; query < to; query++) {
                nearest[query] = new Nearest(k, first == NO_CELL ? NO_CELL : first + query);
            }
            search(queries, from, to, nearest);
        });
        return new Neighbours(
                Arrays.stream(nearest).map(Nearest::index).toArray(int[][]::new),
                Arrays.stream(nearest).map(Nearest::distance).toArray(double[][]::new));
    }

    private void search(float[][] queries, int from, int to, Nearest[] nearest) {
        for (int start = 0; start < cells.length; start += CELLS) {
            double[][] columns = columns(start, Math.min(cells.length, start + CELLS));
            for (int query = from; query < to; query++) {
                nearest[query].offer(start, squares(queries[query], columns));
            }
        }
    }

    /** Transposed, so that the innermost loop runs over cells and needs no reduction. */
    private double[][] columns(int from, int to) {
        double[][] columns = new double[cells[0].length][to - from];
        for (int cell = from; cell < to; cell++) {
            for (int j = 0; j < columns.length; j++) {
                columns[j][cell - from] = cells[cell][j];
            }
        }
        return columns;
    }

    private static double[] squares(float[] query, double[][] columns) {
        double[] squares = new double[columns[0].length];
        for (int j = 0; j < columns.length; j++) {
            double at = query[j];
            double[] column = columns[j];
            for (int cell = 0; cell < squares.length; cell++) {
                double apart = at - column[cell];
                squares[cell] += apart * apart;
            }
        }
        return squares;
    }

    /** The nearest so far, in order. Cells are offered in ascending rows, so that a tie goes to the earlier row. */
    private static final class Nearest {
        private final int self;
        private final int[] index;
        private final double[] square;
        private int size;

        Nearest(int k, int self) {
            this.self = self;
            this.index = new int[k];
            this.square = new double[k];
            if (self != NO_CELL) {
                index[size++] = self;
            }
        }

        void offer(int start, double[] squares) {
            for (int cell = 0; cell < squares.length; cell++) {
                boolean room = size < index.length || squares[cell] < square[size - 1];
                if (room && start + cell != self) {
                    insert(start + cell, squares[cell]);
                }
            }
        }

        private void insert(int cell, double apart) {
            int place = size < index.length ? size++ : size - 1;
            int first = self == NO_CELL ? 0 : 1;
            if (place < first) {
                return;
            }
            while (place > first && square[place - 1] > apart) {
                square[place] = square[place - 1];
                index[place] = index[place - 1];
                place--;
            }
            square[place] = apart;
            index[place] = cell;
        }

        int[] index() {
            return index;
        }

        double[] distance() {
            return Arrays.stream(square).map(Math::sqrt).toArray();
        }
    }
}
