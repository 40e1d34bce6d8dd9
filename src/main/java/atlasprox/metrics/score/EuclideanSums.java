package atlasprox.metrics.score;

import atlasprox.math.SquareTiles;
import atlasprox.metrics.groups.Groups;
import java.util.Arrays;

/**
 * Sums of Euclidean distances, every pair of cells looked at, those of a cluster side by side. Distances are made in float
 * ({@link SquareTiles}) and summed in double.
 */
final class EuclideanSums implements DistanceSums {
    private final float[][] cells;
    private final SquareTiles tiles;
    private final int[] sorted;
    private final int clusters;

    /**
     * @param embedding n cells of d coordinates
     * @param clusters the cluster of every cell, at least 0
     */
    EuclideanSums(float[][] embedding, int[] clusters) {
        int[] order =
                Arrays.stream(Groups.of(clusters)).flatMapToInt(Arrays::stream).toArray();
        this.cells = embedding;
        this.tiles = new SquareTiles(
                Arrays.stream(order).mapToObj(cell -> embedding[cell]).toArray(float[][]::new));
        this.sorted = Groups.at(order, clusters);
        this.clusters = Groups.sizes(clusters).length;
    }

    @Override
    public double[][] of(int first, int end) {
        double[][] sums = new double[end - first][clusters];
        tiles.squares(cells, first, end, (cell, tile, squares) -> addRoots(tile, squares, sums[cell - first]));
        return sums;
    }

    /** Adds the distances to a tile's cells to the sums of their clusters. */
    private void addRoots(int tile, float[] squares, double[] sums) {
        toRoots(squares);
        int start = tile * SquareTiles.CELLS;
        int end = tiles.cells(tile);
        for (int from = 0; from < end; ) {
            int cluster = sorted[start + from];
            int to = from + 1;
            double sum = squares[from];
            while (to < end && sorted[start + to] == cluster) {
                sum += squares[to++];
            }
            sums[cluster] += sum;
            from = to;
        }
    }

    // The compiler works on several cells at once in a loop as plain as this one.
    private static void toRoots(float[] squares) {
        for (int c = 0; c < squares.length; c++) {
            squares[c] = (float) Math.sqrt(squares[c]);
        }
    }
}
