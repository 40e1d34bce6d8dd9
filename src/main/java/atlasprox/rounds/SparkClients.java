package atlasprox.rounds;

import atlasprox.spark.JobGroup;
import java.io.Serializable;
import java.util.Iterator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
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
    /** A task's result is there in some six forms between its task and the driver. */
    private static final int LEAST_OF_TURN = 16;

    private final JavaRDD<C> cells;
    private final ClientStep<M, C, U> step;
    private final boolean whole;
    private final int turns;

    private SparkClients(JavaRDD<C> cells, ClientStep<M, C, U> step, boolean whole, int turns) {
        this.cells = cells;
        this.step = step;
        this.whole = whole;
        this.turns = turns;
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
        return new SparkClients<>(cells, step, false, 1);
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
        return new SparkClients<>(cells, step, true, 1);
    }

    /**
     * @param count how many turns, at least 1
     * @return the same clients, asked some at a time: what they are sent, what a task sums up and what is collected at once is of these alone,
     *     at the cost of another look at the cells for each turn
     */
    public SparkClients<M, C, U> inTurns(int count) {
        return new SparkClients<>(cells, step, whole, count);
    }

    @Override
    public SortedMap<Integer, U> exchange(String what, M message) {
        return JobGroup.in(cells.context(), what, () -> {
            SortedMap<Integer, U> byClient = new TreeMap<>();
            if (turns == 1) {
                ask(cells, new Order<>(step, message), byClient);
            } else {
                IntStream.range(0, turns)
                        .mapToObj(number -> new Turn(number, turns))
                        .forEach(turn -> ask(
                                cells.filter(client -> turn.has(client.client())),
                                new Order<>(step.of(turn), step.part(message, turn)),
                                byClient));
            }
            return byClient;
        });
    }

    private void ask(JavaRDD<C> of, Order<M, C, U> order, SortedMap<Integer, U> byClient) {
        Broadcast<Order<M, C, U>> shared =
                JavaSparkContext.fromSparkContext(of.context()).broadcast(order);
        try {
            JavaPairRDD<Integer, U> updates =
                    of.mapPartitionsToPair(pieces -> shared.value().done(pieces));
            JavaPairRDD<Integer, U> merged = whole
                    ? updates
                    : updates.reduceByKey((one, other) -> shared.value().step().merge(one, other), merging())
                            .mapValues(all -> shared.value().step().told(all));
            merged.collect().forEach(client -> byClient.put(client._1(), client._2()));
        } finally {
            shared.destroy();
        }
    }

    /** Tasks that merge updates: a table in thousands of pieces has no more clients by that. Where updates are large, small ones are on their way. */
    private int merging() {
        int tasks = Math.min(cells.getNumPartitions(), cells.context().defaultParallelism());
        return turns == 1 ? tasks : Math.max(tasks, LEAST_OF_TURN);
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
