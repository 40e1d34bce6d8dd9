package atlasprox.aligned;

import atlasprox.aligned.model.ClientCentroids;
import atlasprox.math.UnitPoints;
import java.io.Serializable;
import java.util.Arrays;

/**
 * What clients are asked in the search for prototypes: on how many of its cells each looks, where they are moved to, and of how many cells
 * at least it tells sums.
 *
 * @param cells how many cells of each client are looked at, at least 1
 * @param shift B x d displacements of the clients' cells before the first round
 * @param prototypes the number of prototypes K that is wanted
 * @param minCells the least number of cells that a client tells a sum of, at least 1
 */
public record PrototypeSearch(int[] cells, double[][] shift, int prototypes, int minCells) implements Serializable {
    /** How many cells the prototypes are found on, 200 for each where there are 100. Other values: bench/constants.py. */
    public static final int MOST_CELLS = 20_000;

    /** As many candidates for each centre as k-means|| takes: twice the centres in each of five passes (Bahmani et al. 2012). */
    private static final int GROUPS_PER_PROTOTYPE = 10;

    /** So many groups of the least size are looked at of each client, if it has the cells. */
    private static final double SOME_GROUPS = 4.0;

    /** So many groups each client tells of at least, if it has the cells, as it may have kinds that others lack. */
    private static final int GROUPS_PER_CLIENT = 20;

    /**
     * @param fitted how many cells of each client are visited, about
     * @param shift B x d displacements of the clients' cells before the first round
     * @param prototypes the number of prototypes K that is wanted, at least 1
     * @param minCells the least number of cells that a client tells a sum of, at least 1
     * @return the search on {@value #MOST_CELLS} of these cells, or all
     */
    static PrototypeSearch of(double[] fitted, double[][] shift, int prototypes, int minCells) {
        return new PrototypeSearch(looked(fitted, minCells), shift, prototypes, minCells);
    }

    /**
     * @param fitted how many cells of each client are visited, about
     * @param minCells the least number of cells that a client tells a sum of, at least 1
     * @return on how many of them it looks: the same share of each client's, but as many as some groups take, as none is told of where too few
     *     cells are looked at
     */
    static int[] looked(double[] fitted, int minCells) {
        double share = Math.min(1.0, MOST_CELLS / Arrays.stream(fitted).sum());
        return Arrays.stream(fitted)
                .mapToInt(cells -> (int) Math.ceil(Math.max(share * cells, Math.min(cells, SOME_GROUPS * minCells))))
                .toArray();
    }

    ClientDirections directions(ClientSample sample) {
        double[] by = shift[sample.client()];
        return new ClientDirections(
                sample.client(),
                new UnitPoints(sample.first(cells[sample.client()]).stream()
                        .map(cell -> moved(cell, by))
                        .toList()));
    }

    /** Sums of unit vectors, each of a group of the client's cells that lie near each other; none where the client has too few. */
    double[][] groups(ClientDirections client) {
        if (client.points().size() < minCells) {
            return new double[0][];
        }
        long looked = Arrays.stream(cells).asLongStream().sum();
        long ofAll = looked / ((long) GROUPS_PER_PROTOTYPE * prototypes);
        long ofClient = cells[client.client()] / GROUPS_PER_CLIENT;
        return client.points().groups((int) Math.max(least(), Math.min(ofAll, ofClient)));
    }

    /** The least number of cells behind a sum, where the client has as many. */
    int least() {
        return ClientCentroids.least(minCells);
    }

    /** A cell's place before the first round. */
    static double[] moved(float[] cell, double[] shift) {
        double[] moved = shift.clone();
        for (int j = 0; j < moved.length; j++) {
            moved[j] += cell[j];
        }
        return moved;
    }
}
