package atlasprox.align;

import atlasprox.cells.CellSample;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The clients' side of the diversity pressure on the executors: broadcast what to do, do it on each client's sample, collect the
 * answers, destroy the broadcast.
 */
public final class SparkSamples implements DiversityPressure.SampleStep {
    private final JavaPairRDD<Integer, List<CellSample.Cell>> samples;
    private final int clients;

    /**
     * @param samples one sample per client, in the order of the cells' keys, persisted by the caller
     * @param clients the number of clients B, each of which has a sample
     */
    public SparkSamples(JavaPairRDD<Integer, List<CellSample.Cell>> samples, int clients) {
        this.samples = samples;
        this.clients = clients;
    }

    @Override
    public List<PressureEpoch.Answer> run(PressureEpoch epoch) {
        Broadcast<PressureEpoch> shared =
                JavaSparkContext.fromSparkContext(samples.context()).broadcast(epoch);
        try {
            PressureEpoch.Answer[] ordered = new PressureEpoch.Answer[clients];
            samples.mapToPair(client -> new scala.Tuple2<>(
                            client._1(),
                            shared.value()
                                    .run(
                                            client._1(),
                                            client._2().stream()
                                                    .map(CellSample.Cell::values)
                                                    .toList())))
                    .collect()
                    .forEach(client -> ordered[client._1()] = client._2());
            return Arrays.asList(ordered);
        } finally {
            shared.destroy();
        }
    }
}
