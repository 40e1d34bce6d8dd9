package atlasprox.aligned.model;

import atlasprox.math.KMeans;
import atlasprox.math.Vectors;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a client tells of itself before the first round: where its cells lie, as the centres of a k-means of its own.
 *
 * @param centroids at most {@value #MOST_CENTROIDS} rows of d coordinates
 * @param withinSquares the cells' squared distances to their centroid, summed
 * @param mean the cells' mean, d coordinates
 * @param variance the cells' mean squared distance to their mean
 * @param cells how many cells were summarised
 * @param values for each centroid the number of the value to preserve that its cells have; 0 where none are
 */
public record ClientCentroids(
        double[][] centroids, double withinSquares, double[] mean, double variance, long cells, int[] values)
        implements Serializable {
    /**
     * How many cells of a client are looked at, those with the smallest keys: 250 or more for each of its centroids, whose means are then
     * known to a sixteenth of the spread within them.
     */
    public static final int MOST_CELLS = 5_000;

    /** Both bound what a client sends and what a match costs; what other values do: bench/constants.py. */
    private static final int MOST_CENTROIDS = 20;

    /** A centroid of one cell is the cell; of this many it is none. */
    private static final int SEVERAL = 2;

    private static final double CELLS_PER_CENTROID = 10.0;

    /** Where no value is preserved. */
    public ClientCentroids(double[][] centroids, double withinSquares, double[] mean, double variance, long cells) {
        this(centroids, withinSquares, mean, variance, cells, new int[centroids.length]);
    }

    /**
     * @param cells at least one cell of d coordinates, in the order of their keys
     * @param minCells the least number of cells behind a centroid, at least 1; never less than two where there are two
     * @param seed the run's seed
     * @return their summary; of no cells where there are fewer than may be told of
     */
    public static ClientCentroids of(List<float[]> cells, int minCells, long seed) {
        if (cells.size() < minCells) {
            return new ClientCentroids(new double[0][], 0.0, new double[cells.get(0).length], 0.0, 0L);
        }
        int wanted = (int) Math.max(1, Math.min(MOST_CENTROIDS, Math.round(cells.size() / CELLS_PER_CENTROID)));
        List<double[]> points = new ArrayList<>();
        for (float[] cell : cells) {
            double[] point = new double[cell.length];
            for (int j = 0; j < cell.length; j++) {
                point[j] = cell[j];
            }
            points.add(point);
        }
        KMeans.Result found = KMeans.euclideanOfAtLeast(points, wanted, least(minCells), seed);
        double[] mean = mean(points);
        double squares = points.stream()
                .mapToDouble(point -> Vectors.square(point, mean))
                .sum();
        return new ClientCentroids(found.centres(), found.cost(), mean, squares / points.size(), points.size());
    }

    /**
     * @param minCells the least number of cells that a client tells a sum of, at least 1
     * @return the least number behind a centre that it tells of, where it has as many cells
     */
    public static int least(int minCells) {
        return Math.max(SEVERAL, minCells);
    }

    /**
     * @param dimension the number of dimensions d
     * @return how many bytes a client's centroids take, and what a search for its start shift keeps beside them
     */
    public static double bytes(int dimension) {
        return 2.0 * MOST_CENTROIDS * (8.0 * dimension + 32.0);
    }

    /**
     * @param value the number of the value to preserve that the cells have
     * @return the same, of that value
     */
    public ClientCentroids of(int value) {
        int[] same = new int[centroids.length];
        Arrays.fill(same, value);
        return new ClientCentroids(centroids, withinSquares, mean, variance, cells, same);
    }

    /**
     * @param shift of d coordinates
     * @return the same, displaced
     */
    public ClientCentroids moved(double[] shift) {
        double[][] there = Arrays.stream(centroids)
                .map(centroid -> Vectors.plus(centroid, shift))
                .toArray(double[][]::new);
        return new ClientCentroids(there, withinSquares, Vectors.plus(mean, shift), variance, cells, values);
    }

    /**
     * @param most how many centroids at most, at least 1
     * @return the same with so many of the centroids, evenly chosen
     */
    public ClientCentroids atMost(int most) {
        if (centroids.length <= most) {
            return this;
        }
        int[] rows = IntStream.range(0, most)
                .map(i -> (int) ((long) i * centroids.length / most))
                .toArray();
        return new ClientCentroids(
                Arrays.stream(rows).mapToObj(i -> centroids[i]).toArray(double[][]::new),
                withinSquares,
                mean,
                variance,
                cells,
                Arrays.stream(rows).map(i -> values[i]).toArray());
    }

    /**
     * @param other what other cells tell
     * @return what both do
     */
    public ClientCentroids with(ClientCentroids other) {
        double[] both = Vectors.mean(new double[][] {mean, other.mean}, new double[] {cells, other.cells});
        double all = cells + other.cells;
        double squares = cells * (variance + Vectors.square(mean, both))
                + other.cells * (other.variance + Vectors.square(other.mean, both));
        return new ClientCentroids(
                Stream.of(centroids, other.centroids).flatMap(Stream::of).toArray(double[][]::new),
                withinSquares + other.withinSquares,
                both,
                squares / all,
                cells + other.cells,
                IntStream.concat(IntStream.of(values), IntStream.of(other.values))
                        .toArray());
    }

    /** @return whether the client tells of any cells */
    public boolean isTold() {
        return cells > 0L;
    }

    /** @return the mean squared distance of the cells' centroids to the cells' mean */
    public double varianceAmongCentroids() {
        return variance - withinSquares / cells;
    }

    private static double[] mean(List<double[]> points) {
        double[] mean = new double[points.get(0).length];
        for (double[] point : points) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += point[j] / points.size();
            }
        }
        return mean;
    }
}
