package atlasprox.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sums of Euclidean distances, every pair of cells looked at. Cells of one cluster lie together in tiles, dimension by dimension, so
 * that a tile stays in the cache and its cells are worked on side by side.
 */
final class EuclideanSums implements DistanceSums {
    private static final int TILE_CELLS = 128;

    private final float[][] embedding;
    private final int clusters;
    private final List<Tile> tiles = new ArrayList<>();

    /** Some cells of a cluster: for every dimension, their coordinates. */
    private record Tile(int cluster, int cells, double[][] columns) {}

    /**
     * @param embedding n cells of d coordinates
     * @param clusters the cluster of every cell, at least 0
     */
    EuclideanSums(float[][] embedding, int[] clusters) {
        this.embedding = embedding;
        int[][] groups = Groups.of(clusters);
        this.clusters = groups.length;
        for (int cluster = 0; cluster < groups.length; cluster++) {
            for (int from = 0; from < groups[cluster].length; from += TILE_CELLS) {
                int end = Math.min(groups[cluster].length, from + TILE_CELLS);
                tiles.add(tile(cluster, Arrays.copyOfRange(groups[cluster], from, end)));
            }
        }
    }

    private Tile tile(int cluster, int[] cells) {
        int dimension = embedding[0].length;
        double[][] columns = new double[dimension][cells.length];
        for (int c = 0; c < cells.length; c++) {
            for (int j = 0; j < dimension; j++) {
                columns[j][c] = embedding[cells[c]][j];
            }
        }
        return new Tile(cluster, cells.length, columns);
    }

    @Override
    public double[][] of(int first, int end) {
        double[][] sums = new double[end - first][clusters];
        double[] squares = new double[TILE_CELLS];
        for (Tile tile : tiles) {
            for (int cell = first; cell < end; cell++) {
                sums[cell - first][tile.cluster] += sum(embedding[cell], tile, squares);
            }
        }
        return sums;
    }

    private static double sum(float[] cell, Tile tile, double[] squares) {
        Arrays.fill(squares, 0.0);
        for (int j = 0; j < cell.length; j++) {
            addSquares(cell[j], tile.columns[j], squares);
        }
        return sumOfRoots(squares, tile.cells);
    }

    // The compiler works on several cells at once in loops as plain as these two, each in a method of its own.

    private static void addSquares(double x, double[] column, double[] squares) {
        for (int c = 0; c < column.length; c++) {
            double apart = x - column[c];
            squares[c] += apart * apart;
        }
    }

    private static double sumOfRoots(double[] squares, int cells) {
        for (int c = 0; c < cells; c++) {
            squares[c] = Math.sqrt(squares[c]);
        }
        double sum = 0.0;
        for (int c = 0; c < cells; c++) {
            sum += squares[c];
        }
        return sum;
    }
}
