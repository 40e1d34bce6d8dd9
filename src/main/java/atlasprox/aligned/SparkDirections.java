package atlasprox.aligned;

import atlasprox.math.DirectionSums;
import atlasprox.spark.JobGroup;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/** The directions of the clients' cells on the executors, where they stay as long as prototypes are looked for. */
final class SparkDirections implements AutoCloseable {
    private final Broadcast<PrototypeSearch> shared;
    private final JavaRDD<ClientDirections> points;
    private final int least;
    private final int minCells;

    /**
     * @param samples a sample of each client's cells
     * @param search what the clients are asked
     */
    SparkDirections(JavaRDD<ClientSample> samples, PrototypeSearch search) {
        Broadcast<PrototypeSearch> broadcast =
                JavaSparkContext.fromSparkContext(samples.context()).broadcast(search);
        shared = broadcast;
        least = search.least();
        minCells = search.minCells();
        points = samples.map(sample -> broadcast.value().directions(sample)).persist(StorageLevel.MEMORY_AND_DISK());
    }

    JavaRDD<ClientDirections> points() {
        return points;
    }

    /** How many are nearest to each centre, and their sums, of all clients that are here together. */
    DirectionSums nearest(String what, double[][] centres) {
        int fewest = least;
        int rest = minCells;
        Broadcast<double[][]> places =
                JavaSparkContext.fromSparkContext(points.context()).broadcast(centres);
        try {
            return JobGroup.in(points.context(), what, () -> points.mapPartitions(
                            clients -> told(clients, places.value(), fewest, rest))
                    .treeReduce(DirectionSums::merge));
        } finally {
            places.destroy();
        }
    }

    /** What clients tell, added up over those that are here. */
    private static Iterator<DirectionSums> told(
            Iterator<ClientDirections> clients, double[][] centres, int least, int rest) {
        DirectionSums all = new DirectionSums(centres.length);
        clients.forEachRemaining(
                client -> all.merge(client.points().nearest(centres).ofAtLeast(least, rest)));
        return List.of(all).iterator();
    }

    @Override
    public void close() {
        points.unpersist();
        shared.destroy();
    }
}
