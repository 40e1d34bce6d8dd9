package atlasprox.aligned;

import atlasprox.aligned.diversity.DiversityPressure;
import atlasprox.aligned.diversity.PressureEpoch;
import atlasprox.aligned.model.ClientCentroids;
import atlasprox.cells.CellBlock;
import atlasprox.cells.CellSample;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * What clients do with a sample of their cells, on the executors: tell where they lie before the first round; under a diversity pressure,
 * be told what to do, do it, and answer.
 */
public final class SparkSamples implements DiversityPressure.SampleStep {
    private final JavaPairRDD<Integer, CellSample> samples;
    private final int clients;

    /**
     * @param samples one sample per client, in the order of the cells' keys, persisted by the caller
     * @param clients the number of clients B, each of which has a sample
     */
    public SparkSamples(JavaPairRDD<Integer, CellSample> samples, int clients) {
        this.samples = samples;
        this.clients = clients;
    }

    /**
     * @param blocks the cells in shards of one client each
     * @return each client's cells with the smallest keys, in the order of these
     */
    public static JavaPairRDD<Integer, CellSample> draw(JavaRDD<CellBlock> blocks) {
        return blocks.mapPartitionsToPair(SparkSamples::smallest)
                .reduceByKey((a, b) -> a.merge(b, ClientCentroids.MOST_CELLS));
    }

    private static Iterator<Tuple2<Integer, CellSample>> smallest(Iterator<CellBlock> blocks) {
        Map<Integer, CellSample> samples = new HashMap<>();
        while (blocks.hasNext()) {
            CellBlock block = blocks.next();
            samples.merge(
                    block.client(),
                    CellSample.smallest(List.of(block).iterator(), ClientCentroids.MOST_CELLS),
                    (a, b) -> a.merge(b, ClientCentroids.MOST_CELLS));
        }
        return samples.entrySet().stream()
                .map(client -> new Tuple2<>(client.getKey(), client.getValue()))
                .iterator();
    }

    /**
     * @param seed the run's seed
     * @return where each client's cells lie, in the order of the batches
     */
    public List<ClientCentroids> centroids(long seed) {
        ClientCentroids[] ordered = new ClientCentroids[clients];
        samples.mapValues(sample -> ClientCentroids.of(values(sample), seed))
                .collect()
                .forEach(client -> ordered[client._1()] = client._2());
        return Arrays.asList(ordered);
    }

    /**
     * @param search what to look for
     * @param shifts B x d displacements of the clients
     * @param sizes the clients' cell counts
     * @return for each client the prototypes of its own, maybe none, in the order of the batches
     */
    public double[][][] ownPrototypes(OwnPrototypes search, double[][] shifts, long[] sizes) {
        Broadcast<OwnPrototypes> shared =
                JavaSparkContext.fromSparkContext(samples.context()).broadcast(search);
        try {
            double[][][] ordered = new double[clients][][];
            samples.mapToPair(client -> new Tuple2<>(
                            client._1(),
                            shared.value().of(values(client._2()), shifts[client._1()], sizes[client._1()])))
                    .collect()
                    .forEach(client -> ordered[client._1()] = client._2());
            return ordered;
        } finally {
            shared.destroy();
        }
    }

    @Override
    public List<PressureEpoch.Answer> run(PressureEpoch epoch) {
        Broadcast<PressureEpoch> shared =
                JavaSparkContext.fromSparkContext(samples.context()).broadcast(epoch);
        try {
            PressureEpoch.Answer[] ordered = new PressureEpoch.Answer[clients];
            samples.mapToPair(client -> new Tuple2<>(client._1(), shared.value().run(client._1(), values(client._2()))))
                    .collect()
                    .forEach(client -> ordered[client._1()] = client._2());
            return Arrays.asList(ordered);
        } finally {
            shared.destroy();
        }
    }

    private static List<float[]> values(CellSample sample) {
        return sample.cells().map(CellSample.Cell::values).toList();
    }
}
