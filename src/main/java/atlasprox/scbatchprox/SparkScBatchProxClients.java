package atlasprox.scbatchprox;

import atlasprox.cells.CellTable;
import atlasprox.cells.ClientCells;
import atlasprox.cells.ClientLayout;
import atlasprox.cells.HeldCells;
import atlasprox.rounds.Exchange;
import atlasprox.rounds.Exchanges;
import atlasprox.rounds.SparkClients;
import java.io.Serializable;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;

/** The clients of a fit whose cells are in a table on Spark: all of them, or those of one site. */
public final class SparkScBatchProxClients implements Exchanges, AutoCloseable {
    private final CellTable cells;
    private final ScBatchProxSettings settings;
    private final ClientLayout layout;
    private final long[] training;
    private final int dimension;
    private HeldCells<ClientCells> held;
    private AdamStep step;

    /**
     * @param cells the table
     * @param settings the settings in force
     * @param names the clients' names, in order; of clients that are elsewhere any that no cell of the table has
     * @param training the number of cells of each client in the training split; 0 for clients that are elsewhere, or do not tell of so few
     * @param dimension the number of embedding dimensions d
     */
    public SparkScBatchProxClients(
            CellTable cells, ScBatchProxSettings settings, List<String> names, long[] training, int dimension) {
        this.cells = cells;
        this.settings = settings;
        this.layout = new ClientLayout(names, training, cells.parallelism());
        this.training = training.clone();
        this.dimension = dimension;
    }

    @Override
    public <M extends Serializable, U> SortedMap<Integer, U> exchange(Exchange<M, U> exchange, String what, M message) {
        SortedMap<Integer, U> typed = new TreeMap<>();
        answers(what, message)
                .forEach((client, update) -> typed.put(client, exchange.update().cast(update)));
        return typed;
    }

    private SortedMap<Integer, ?> answers(String what, Object message) {
        if (message instanceof ScBatchProxExchanges.Preparing preparing) {
            return prepare(preparing);
        }
        return SparkClients.whole(telling(), step).exchange(what, (TableMessage) message);
    }

    private SortedMap<Integer, Long> prepare(ScBatchProxExchanges.Preparing preparing) {
        close();
        step = new AdamStep(settings, preparing.batches(), preparing.units());
        held = cells.clients(layout, dimension, settings.seed(), settings.trainFraction());
        return new TreeMap<>();
    }

    /** Clients whose moments are not told, as they rest on too few cells, do not train either. */
    private JavaRDD<ClientCells> telling() {
        long[] counts = training;
        return held.cells().filter(client -> counts[client.client()] > 0);
    }

    @Override
    public void close() {
        if (held != null) {
            held.close();
            held = null;
        }
    }
}
