package atlasprox.aligned;

import atlasprox.math.DirectionSums;
import atlasprox.math.KMeans;
import atlasprox.rounds.Exchanges;
import atlasprox.rounds.Updates;
import java.util.List;
import java.util.stream.Stream;

/**
 * Spherical k-means on cells that stay with their clients. Each client tells sums over small groups of its cells; the server finds centres among
 * these, and some rounds of Lloyd's follow, in which clients tell how many of their cells are nearest to each centre and the sum of
 * their directions. All sums are exact, so the prototypes are the same wherever the cells lie.
 */
final class Prototypes {
    private static final int ROUNDS = 5;

    /** Other seeds change the cost by as much. */
    private static final double STILL = 0.01;

    private Prototypes() {}

    /**
     * @param clients the clients
     * @param search what they are asked
     * @param seed the run's seed
     * @return at most K unit rows of d coordinates
     */
    static double[][] of(Exchanges clients, PrototypeSearch search, long seed) {
        List<double[][]> groups = Updates.ofAll(
                clients.exchange(AlignedExchanges.GROUPS, "looking for prototypes", search), search.cells().length);
        List<double[]> sums = groups.stream().flatMap(Stream::of).toList();
        if (sums.isEmpty()) {
            return anyDirection(search.shift()[0].length);
        }
        return settled(
                clients, KMeans.sphericalOfSums(sums, search.prototypes(), seed).centres());
    }

    /** Where no client has as many cells as must stand behind a sum, nothing is told of any and none moves. */
    private static double[][] anyDirection(int dimension) {
        double[][] one = new double[1][dimension];
        one[0][0] = 1.0;
        return one;
    }

    /** Lloyd's iterations until the last one hardly lowered the cost, or they are over. */
    private static double[][] settled(Exchanges clients, double[][] start) {
        double[][] centres = start;
        double before = Double.POSITIVE_INFINITY;
        for (int round = 1; round <= ROUNDS; round++) {
            DirectionSums sums = nearest(clients, centres);
            double cost = sums.cost(centres);
            centres = sums.moved(centres);
            if (cost >= (1.0 - STILL) * before) {
                return centres;
            }
            before = cost;
        }
        return centres;
    }

    private static DirectionSums nearest(Exchanges clients, double[][] centres) {
        DirectionSums all = new DirectionSums(centres.length);
        clients.exchange(AlignedExchanges.NEAREST, "settling prototypes", centres)
                .values()
                .forEach(all::merge);
        return all;
    }
}
