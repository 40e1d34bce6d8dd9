package atlasprox.align;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client tells of itself before the first round: where its cells lie, as the centres of a k-means of its own.
 *
 * @param centroids at most {@value #MOST_CENTROIDS} rows of d coordinates
 * @param withinSquares the cells' squared distances to their centroid, summed
 * @param cells how many cells were summarised
 */
public record ClientCentroids(double[][] centroids, double withinSquares, long cells) implements Serializable {
    /** How many cells of a client are looked at, those with the smallest keys. */
    public static final int MOST_CELLS = 5_000;

    private static final int MOST_CENTROIDS = 20;
    private static final double CELLS_PER_CENTROID = 10.0;

    /**
     * @param cells at least one cell of d coordinates, in the order of their keys
     * @param seed the run's seed
     * @return their summary
     */
    public static ClientCentroids of(List<float[]> cells, long seed) {
        int wanted = (int) Math.max(1, Math.min(MOST_CENTROIDS, Math.round(cells.size() / CELLS_PER_CENTROID)));
        List<double[]> points = new ArrayList<>();
        for (float[] cell : cells) {
            double[] point = new double[cell.length];
            for (int j = 0; j < cell.length; j++) {
                point[j] = cell[j];
            }
            points.add(point);
        }
        KMeans.Result found = KMeans.euclidean(points, wanted, seed);
        return new ClientCentroids(found.centres(), found.cost(), cells.size());
    }
}
