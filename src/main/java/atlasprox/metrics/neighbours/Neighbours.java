package atlasprox.metrics.neighbours;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The nearest neighbours of cells, nearest first.
 *
 * @param index for every cell, its neighbours' rows; within a set of cells the cell itself comes first
 * @param distance for every cell, the Euclidean distances to these, at least 0, ascending
 */
public record Neighbours(int[][] index, double[][] distance) implements Serializable {

    /** The number of cells. */
    public int cells() {
        return index.length;
    }

    /**
     * The first neighbours of every cell alone.
     *
     * @throws IllegalArgumentException if a cell has fewer than k
     */
    public Neighbours cut(int k) {
        if (Arrays.stream(index).anyMatch(row -> row.length < k)) {
            throw new IllegalArgumentException("some cell has fewer than " + k + " neighbours");
        }
        return new Neighbours(
                Arrays.stream(index).map(row -> Arrays.copyOf(row, k)).toArray(int[][]::new),
                Arrays.stream(distance).map(row -> Arrays.copyOf(row, k)).toArray(double[][]::new));
    }
}
