package atlasprox.aligned;

import atlasprox.math.DirectionSums;
import atlasprox.math.KMeans;
import atlasprox.spark.JobGroup;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * Spherical k-means on cells that stay with their clients. Each client tells sums over small groups of its cells; the driver finds centres among
 * these, and some rounds of Lloyd's follow, in which clients tell how many of their cells are nearest to each centre and the sum of
 * their directions. All sums are exact, so the prototypes are the same wherever the cells lie.
 */
final class SparkPrototypes {
    private static final int ROUNDS = 5;

    /** Other seeds change the cost by as much. */
    private static final double STILL = 0.01;

    private SparkPrototypes() {}

    /**
     * @param samples a sample of each client's cells
     * @param search what the clients are asked
     * @param seed the run's seed
     * @return at most K unit rows of d coordinates
     */
    static double[][] of(JavaRDD<ClientSample> samples, PrototypeSearch search, long seed) {
        Broadcast<PrototypeSearch> shared =
                JavaSparkContext.fromSparkContext(samples.context()).broadcast(search);
        JavaRDD<ClientDirections> directions =
                samples.map(sample -> shared.value().directions(sample)).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            List<double[][]> groups = SparkSamples.ask(
                    directions,
                    search.cells().length,
                    "looking for prototypes",
                    search,
                    (asked, client) -> asked.groups(client));
            List<double[]> sums = groups.stream().flatMap(Stream::of).toList();
            if (sums.isEmpty()) {
                return anyDirection(search.shift()[0].length);
            }
            double[][] centres =
                    KMeans.sphericalOfSums(sums, search.prototypes(), seed).centres();
            return settled(directions, centres, search.least());
        } finally {
            directions.unpersist();
            shared.destroy();
        }
    }

    /** Where no client has as many cells as must stand behind a sum, nothing is told of any and none moves. */
    private static double[][] anyDirection(int dimension) {
        double[][] one = new double[1][dimension];
        one[0][0] = 1.0;
        return one;
    }

    /** Lloyd's iterations until the last one hardly lowered the cost, or they are over. */
    private static double[][] settled(JavaRDD<ClientDirections> directions, double[][] start, int least) {
        double[][] centres = start;
        double before = Double.POSITIVE_INFINITY;
        for (int round = 1; round <= ROUNDS; round++) {
            DirectionSums sums = nearest(directions, centres, least);
            double cost = sums.cost(centres);
            centres = sums.moved(centres);
            if (cost >= (1.0 - STILL) * before) {
                return centres;
            }
            before = cost;
        }
        return centres;
    }

    private static DirectionSums nearest(JavaRDD<ClientDirections> directions, double[][] centres, int least) {
        Broadcast<double[][]> shared =
                JavaSparkContext.fromSparkContext(directions.context()).broadcast(centres);
        try {
            return JobGroup.in(directions.context(), "settling prototypes", () -> directions
                    .mapPartitions(clients -> told(clients, shared.value(), least))
                    .treeReduce(DirectionSums::merge));
        } finally {
            shared.destroy();
        }
    }

    /** What clients tell, added up over those that are here. */
    private static Iterator<DirectionSums> told(Iterator<ClientDirections> clients, double[][] centres, int least) {
        DirectionSums all = new DirectionSums(centres.length);
        clients.forEachRemaining(
                client -> all.merge(client.points().nearest(centres).ofAtLeast(least)));
        return List.of(all).iterator();
    }
}
