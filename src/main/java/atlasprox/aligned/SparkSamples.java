package atlasprox.aligned;

import atlasprox.aligned.model.ClientCentroids;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.cells.CellBlock;
import atlasprox.cells.CellSample;
import atlasprox.cells.ClientLayout;
import atlasprox.rounds.ClientData;
import atlasprox.rounds.SparkClients;
import atlasprox.rounds.Updates;
import atlasprox.rounds.WholeClientStep;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** Samples of the clients' cells on the executors, one for each client, which stay there. */
final class SparkSamples {
    private SparkSamples() {}

    /**
     * @param blocks the cells in shards of one client each
     * @param layout in which partition each client has its place
     * @param most how many cells of a client at most, or {@value ClientCentroids#MOST_CELLS} where that is more
     * @return each client's cells with the smallest keys
     */
    static JavaRDD<ClientSample> of(JavaRDD<CellBlock> blocks, ClientLayout layout, int most) {
        int size = Math.max(most, ClientCentroids.MOST_CELLS);
        return blocks.mapPartitionsToPair(shards -> smallest(shards, size))
                .reduceByKey(layout.partitioner(), (a, b) -> a.merge(b, size))
                .map(Tuple2::_2);
    }

    /**
     * Samples in which each part is as large as it is among all cells, however much of it is visited.
     *
     * @param samples of parts
     * @param shares of each part's cells the share that is visited
     * @param numbers for each part the number of what it is joined in
     * @return of each of these, of the cells in the smallest of its parts' shares, those with the smallest keys
     */
    static JavaRDD<ClientSample> joined(JavaRDD<ClientSample> samples, double[] shares, int[] numbers) {
        double[] least = new double[shares.length];
        Arrays.fill(least, 1.0);
        for (int part = 0; part < shares.length; part++) {
            least[numbers[part]] = Math.min(least[numbers[part]], shares[part]);
        }
        return samples.mapToPair(sample -> {
                    int number = numbers[sample.client()];
                    CellSample cells = sample.cells().inShare(least[number]);
                    return new Tuple2<>(number, new ClientSample(number, cells));
                })
                .reduceByKey((a, b) -> a.merge(b, ClientCentroids.MOST_CELLS))
                .map(Tuple2::_2);
    }

    private static Iterator<Tuple2<Integer, ClientSample>> smallest(Iterator<CellBlock> blocks, int size) {
        Map<Integer, ClientSample> samples = new HashMap<>();
        while (blocks.hasNext()) {
            CellBlock block = blocks.next();
            CellSample cells = CellSample.smallest(List.of(block).iterator(), size);
            samples.merge(block.client(), new ClientSample(block.client(), cells), (a, b) -> a.merge(b, size));
        }
        return samples.entrySet().stream()
                .map(client -> new Tuple2<>(client.getKey(), client.getValue()))
                .iterator();
    }

    /** Where each client's cells lie, in the order of the batches. */
    static List<ClientCentroids> centroids(JavaRDD<ClientSample> samples, int clients, AlignedSettings settings) {
        int minCells = settings.minCells();
        return ask(
                samples,
                clients,
                "looking where batches lie",
                settings.seed(),
                (seed, sample) -> ClientCentroids.of(sample.values(), minCells, seed));
    }

    /** For each client the prototypes of its own, maybe none, in the order of the batches. */
    static double[][][] ownPrototypes(JavaRDD<ClientSample> samples, OwnPrototypes.Message search) {
        return ask(
                        samples,
                        search.sizes().length,
                        "looking for kinds that the reference lacks",
                        search,
                        OwnPrototypes.Message::answer)
                .toArray(double[][][]::new);
    }

    /** What each client answers, in the order of the batches. */
    static <M extends Serializable, C extends ClientData, U> List<U> ask(
            JavaRDD<C> samples, int clients, String what, M message, WholeClientStep<M, C, U> step) {
        return Updates.ofAll(SparkClients.whole(samples, step).exchange(what, message), clients);
    }
}
