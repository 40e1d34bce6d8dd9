package atlasprox.math;

import java.util.Arrays;

/**
 * Squared Euclidean distances to cells held in tiles, dimension by dimension, so that a tile stays in the cache and its cells are worked
 * on side by side. They are made in float, as sums of squared differences: the relative error is at most {@link #slack}, however near
 * two cells lie and however far they both are from the origin, as long as the squares are in a float's range, from 1e-38 to 1e38. A
 * pair's distance is the same in both directions and in every tile.
 */
public final class SquareTiles {
    /** Cells in a tile; the last tile may hold fewer, and zeros after them. */
    public static final int CELLS = 512;

    private static final double FLOAT_ROUNDING = 0x1.0p-24;

    private final int size;
    private final float[][][] columns;

    /** @param cells n x d; copied */
    public SquareTiles(float[][] cells) {
        this.size = cells.length;
        this.columns = new float[(size + CELLS - 1) / CELLS][][];
        Arrays.parallelSetAll(columns, tile -> columns(cells, tile * CELLS));
    }

    /** An even number of dimensions, as two are worked on at a time. */
    private static float[][] columns(float[][] cells, int first) {
        int dimension = cells[0].length;
        float[][] columns = new float[dimension + dimension % 2][CELLS];
        for (int cell = first; cell < Math.min(cells.length, first + CELLS); cell++) {
            for (int j = 0; j < dimension; j++) {
                columns[j][cell - first] = cells[cell][j];
            }
        }
        return columns;
    }

    /** The number of cells in a tile. */
    public int cells(int tile) {
        return Math.min(CELLS, size - tile * CELLS);
    }

    /** How far a squared distance may be off, relative to it. */
    public double slack() {
        return columns.length == 0 ? 0.0 : 2.0 * (columns[0].length + 3) * FLOAT_ROUNDING;
    }

    /** Takes the squared distances of a cell to those of a tile: as many as {@link #cells} says, in an array that is used again. */
    public interface Taker {
        void take(int cell, int tile, float[] squares);
    }

    /**
     * The squared distances of some cells to those of every tile, for each cell in the tiles' order.
     *
     * @param others cells of d coordinates
     * @param from the first of them wanted
     * @param to the one after the last wanted
     */
    public void squares(float[][] others, int from, int to, Taker taker) {
        float[] toOne = new float[CELLS];
        float[] toNext = new float[CELLS];
        for (int tile = 0; tile < columns.length; tile++) {
            for (int one = from; one < to; one += 2) {
                int next = Math.min(one + 1, to - 1);
                squares(columns[tile], others[one], others[next], toOne, toNext);
                taker.take(one, tile, toOne);
                if (next > one) {
                    taker.take(next, tile, toNext);
                }
            }
        }
    }

    private static void squares(float[][] columns, float[] a, float[] b, float[] toA, float[] toB) {
        Arrays.fill(toA, 0f);
        Arrays.fill(toB, 0f);
        for (int j = 0; j < columns.length; j += 2) {
            float a1 = j + 1 < a.length ? a[j + 1] : 0f;
            float b1 = j + 1 < b.length ? b[j + 1] : 0f;
            add(a[j], a1, b[j], b1, columns[j], columns[j + 1], toA, toB);
        }
    }

    // The compiler works on several cells at once in a loop as plain as this one, with both stores at its end.
    private static void add(
            float a0, float a1, float b0, float b1, float[] column0, float[] column1, float[] toA, float[] toB) {
        for (int c = 0; c < toA.length; c++) {
            float fromA0 = a0 - column0[c];
            float fromA1 = a1 - column1[c];
            float fromB0 = b0 - column0[c];
            float fromB1 = b1 - column1[c];
            float sumA = toA[c] + fromA0 * fromA0 + fromA1 * fromA1;
            float sumB = toB[c] + fromB0 * fromB0 + fromB1 * fromB1;
            toA[c] = sumA;
            toB[c] = sumB;
        }
    }
}
