package atlasprox.rounds;

import atlasprox.spark.JobGroup;
import java.io.Serializable;
import java.util.Iterator;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Clients on Spark's executors: step and message are broadcast, the step runs in {@code mapPartitions} where the cells are, the updates of
 * a client's pieces are merged, one for each client is collected, the broadcast is destroyed. A lost task is simply run again.
 *
 * @param <M> what the server sends them
 * @param <C> what stands for a client's cells
 * @param <U> the update that each answers with
 */
public final class SparkClients<M extends Serializable, C extends ClientData, U> implements Clients<M, U> {
    private final JavaRDD<C> cells;
    private final ClientStep<M, C, U> step;
    private final boolean whole;

    private SparkClients(JavaRDD<C> cells, ClientStep<M, C, U> step, boolean whole) {
        this.cells = cells;
        this.step = step;
        this.whole = whole;
    }

    /**
     * @param cells pieces of clients' cells, in any number of partitions; persisted by the caller, or cheaply made of what is
     * @param step what clients do
     * @param <M> what the server sends them
     * @param <C> what stands for a client's cells
     * @param <U> the update that each answers with
     * @return the clients
     */
    public static <M extends Serializable, C extends ClientData, U> SparkClients<M, C, U> inPieces(
            JavaRDD<C> cells, ClientStep<M, C, U> step) {
        return new SparkClients<>(cells, step, false);
    }

    /**
     * @param cells one element for each client; persisted by the caller, or cheaply made of what is
     * @param step what clients do
     * @param <M> what the server sends them
     * @param <C> what stands for a client's cells
     * @param <U> the update that each answers with
     * @return the clients, whose updates need no merging
     */
    public static <M extends Serializable, C extends ClientData, U> SparkClients<M, C, U> whole(
            JavaRDD<C> cells, WholeClientStep<M, C, U> step) {
        return new SparkClients<>(cells, step, true);
    }

    @Override
    public SortedMap<Integer, U> exchange(String what, M message) {
        return JobGroup.in(cells.context(), what, () -> exchange(message));
    }

    private SortedMap<Integer, U> exchange(M message) {
        Broadcast<Order<M, C, U>> shared =
                JavaSparkContext.fromSparkContext(cells.context()).broadcast(new Order<>(step, message));
        try {
            JavaPairRDD<Integer, U> updates =
                    cells.mapPartitionsToPair(pieces -> shared.value().done(pieces));
            JavaPairRDD<Integer, U> merged = whole
                    ? updates
                    : updates.reduceByKey((one, other) -> shared.value().step().merge(one, other), merging())
                            .mapValues(all -> shared.value().step().told(all));
            SortedMap<Integer, U> byClient = new TreeMap<>();
            merged.collect().forEach(client -> byClient.put(client._1(), client._2()));
            return byClient;
        } finally {
            shared.destroy();
        }
    }

    /** Tasks that merge updates: a table in thousands of pieces has no more clients by that. */
    private int merging() {
        return Math.min(cells.getNumPartitions(), cells.context().defaultParallelism());
    }

    /** What travels to the clients. */
    private record Order<M extends Serializable, C extends ClientData, U>(ClientStep<M, C, U> step, M message)
            implements Serializable {

        Iterator<Tuple2<Integer, U>> done(Iterator<C> pieces) {
            return step.run(message, pieces).entrySet().stream()
                    .map(client -> new Tuple2<>(client.getKey(), client.getValue()))
                    .iterator();
        }
    }
}
