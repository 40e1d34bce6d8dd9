package atlasprox.math;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Distances from one point to many, which lie in tiles, dimension by dimension, so that a tile stays in the cache and its points are
 * worked on side by side. The sums are those of a loop over the dimensions, bit for bit.
 */
final class PointTiles {
    private static final int POINTS = 256;
    /** From here on threads are worth their while; the few thousand points of a client, in a task, stay on its one core. */
    private static final int MANY = 40;

    private final boolean spherical;
    private final double[][][] columns;

    /**
     * @param points n rows of d coordinates; copied
     * @param spherical whether points are of unit length and distances 1 - cosine, rather than squared Euclidean ones
     */
    PointTiles(double[][] points, boolean spherical) {
        this.spherical = spherical;
        this.columns = new double[(points.length + POINTS - 1) / POINTS][][];
        Arrays.setAll(columns, tile -> columns(points, tile * POINTS));
    }

    private static double[][] columns(double[][] points, int first) {
        int end = Math.min(points.length, first + POINTS);
        double[][] columns = new double[points[0].length][end - first];
        for (int i = first; i < end; i++) {
            for (int j = 0; j < columns.length; j++) {
                columns[j][i - first] = points[i][j];
            }
        }
        return columns;
    }

    /** @return how many tiles there are */
    int count() {
        return columns.length;
    }

    /**
     * @param row a point
     * @return its tile, from 0
     */
    int tile(int row) {
        return row / POINTS;
    }

    /** Takes the distances from a centre to the points from row {@code first} on, in an array that is used again. */
    interface Taker {
        void take(int centre, int first, double[] apart, int points);
    }

    /**
     * The distances from every centre to the points, for each point in the centres' order; several tiles at a time where they are many,
     * so takers keep what they are given apart by points or tiles.
     */
    void distances(double[][] centres, Taker taker) {
        IntStream tiles = IntStream.range(0, columns.length);
        (columns.length < MANY ? tiles : tiles.parallel()).forEach(tile -> distances(centres, tile, taker));
    }

    private void distances(double[][] centres, int tile, Taker taker) {
        double[] apart = new double[POINTS];
        for (int centre = 0; centre < centres.length; centre++) {
            distances(centres[centre], columns[tile], apart);
            taker.take(centre, tile * POINTS, apart, columns[tile][0].length);
        }
    }

    private void distances(double[] centre, double[][] tile, double[] apart) {
        Arrays.fill(apart, 0.0);
        for (int j = 0; j < centre.length; j++) {
            if (spherical) {
                addProducts(centre[j], tile[j], apart);
            } else {
                addSquares(centre[j], tile[j], apart);
            }
        }
        for (int i = 0; spherical && i < apart.length; i++) {
            apart[i] = Math.max(0.0, 1.0 - apart[i]);
        }
    }

    // The compiler works on several points at once in loops as plain as these two, each in a method of its own.

    private static void addSquares(double x, double[] column, double[] sums) {
        for (int i = 0; i < column.length; i++) {
            double apart = x - column[i];
            sums[i] += apart * apart;
        }
    }

    private static void addProducts(double x, double[] column, double[] sums) {
        for (int i = 0; i < column.length; i++) {
            sums[i] += x * column[i];
        }
    }
}
