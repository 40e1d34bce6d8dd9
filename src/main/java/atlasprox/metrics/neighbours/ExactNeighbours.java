package atlasprox.metrics.neighbours;

import atlasprox.math.SquareTiles;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The exact nearest neighbours by Euclidean distance, ties by row, found block against tile: beside the result, a thread holds the
 * distances of two cells to a tile. These are made in float ({@link SquareTiles}); those that may count are made again as sums of squared
 * differences in double, which the expansion by inner products would lose for close pairs. scib-metrics searches approximately.
 */
public final class ExactNeighbours {
    /** Cells that one thread searches for at a time: a tile is fetched once for all of them. */
    private static final int QUERIES = 64;

    private static final int NO_CELL = -1;
    /** A square below 1e-38 is 0 as a float: what a sum over a hundred dimensions can lack of it. */
    private static final double UNDERFLOW = 1e-36;

    private final float[][] cells;
    private final SquareTiles tiles;

    /** @param cells n x d, the cells to search among; kept, and a copy of them made for the searches */
    public ExactNeighbours(float[][] cells) {
        this.cells = cells;
        this.tiles = new SquareTiles(cells);
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
        return search(cells, from, to, true, k);
    }

    /**
     * The neighbours of other cells.
     *
     * @param queries m x d
     * @param k how many, from 1 to n
     */
    public Neighbours of(float[][] queries, int k) {
        return search(queries, 0, queries.length, false, k);
    }

    /** @param among whether the queries are the cells searched among */
    private Neighbours search(float[][] queries, int from, int to, boolean among, int k) {
        if (k < 1 || k > cells.length) {
            throw new IllegalArgumentException(k + " neighbours wanted among " + cells.length + " cells");
        }
        Nearest[] nearest = new Nearest[to - from];
        IntStream.range(0, (nearest.length + QUERIES - 1) / QUERIES).parallel().forEach(block -> {
            int first = from + block * QUERIES;
            int end = Math.min(to, first + QUERIES);
            for (int query = first; query < end; query++) {
                nearest[query - from] = new Nearest(queries[query], among ? query : NO_CELL, k);
            }
            tiles.squares(queries, first, end, (query, tile, about) -> nearest[query - from].offer(tile, about));
        });
        return new Neighbours(
                Arrays.stream(nearest).map(Nearest::index).toArray(int[][]::new),
                Arrays.stream(nearest).map(Nearest::distance).toArray(double[][]::new));
    }

    /** The nearest so far, in order. Cells are offered in ascending rows, so that a tie goes to the earlier row. */
    private final class Nearest {
        private final float[] query;
        private final int self;
        private final int[] index;
        private final double[] square;
        private final int fixed;
        private int size;

        Nearest(float[] query, int self, int k) {
            this.query = query;
            this.self = self;
            this.index = new int[k];
            this.square = new double[k];
            if (self != NO_CELL) {
                index[size++] = self;
            }
            this.fixed = size;
        }

        /** @param about the squared distances to a tile's cells, not quite exact */
        void offer(int tile, float[] about) {
            int start = tile * SquareTiles.CELLS;
            int end = tiles.cells(tile);
            for (int cell = next(about, 0, end, limit()); cell < end; cell = next(about, cell + 1, end, limit())) {
                if (start + cell != self) {
                    offer(start + cell);
                }
            }
        }

        /** No cell whose distance is about more than this can be nearer than the last. */
        private float limit() {
            if (size < index.length) {
                return Float.POSITIVE_INFINITY;
            }
            double last = square[size - 1];
            return last > 0.0 ? (float) (last * (1.0 + tiles.slack()) + UNDERFLOW) : -1f;
        }

        /** The next cell not known to be farther than the limit; whatever is not a number is not. */
        private static int next(float[] about, int from, int end, float limit) {
            int cell = from;
            while (cell < end && about[cell] > limit) {
                cell++;
            }
            return cell;
        }

        private void offer(int cell) {
            double apart = square(cells[cell]);
            if (size < index.length || size > fixed && apart < square[size - 1]) {
                insert(cell, apart);
            }
        }

        private double square(float[] cell) {
            double sum = 0.0;
            for (int j = 0; j < cell.length; j++) {
                double apart = (double) query[j] - cell[j];
                sum += apart * apart;
            }
            return sum;
        }

        /** Behind those as near. */
        private void insert(int cell, double apart) {
            int last = size < index.length ? size++ : size - 1;
            int place = last;
            while (place > fixed && square[place - 1] > apart) {
                place--;
            }
            System.arraycopy(square, place, square, place + 1, last - place);
            System.arraycopy(index, place, index, place + 1, last - place);
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
