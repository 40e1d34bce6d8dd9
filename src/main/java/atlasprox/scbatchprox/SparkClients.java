package atlasprox.scbatchprox;

import atlasprox.cells.ClientCells;
import atlasprox.math.Moments;
import atlasprox.sample.CellKeys;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Local training on the executors: broadcast the table, train every client where its cells are in {@code mapPartitions}, collect
 * the updates, destroy the broadcast.
 */
public final class SparkClients implements FederatedRounds.LocalStep {
    private final JavaRDD<ClientCells> clients;
    private final List<String> batches;
    private final ScBatchProxSettings settings;
    private final List<Units> units;
    private final long cells;

    private SparkClients(
            JavaRDD<ClientCells> clients,
            List<String> batches,
            ScBatchProxSettings settings,
            List<Units> units,
            long cells) {
        this.clients = clients;
        this.batches = batches;
        this.settings = settings;
        this.units = units;
        this.cells = cells;
    }

    /**
     * Runs all rounds with Adam.
     *
     * @param rounds the server
     * @param clients one element per client with training cells, persisted by the caller
     * @param batches the clients' names, ascending
     * @param settings the settings in force
     * @param moments the moments of each client's training cells, for units and weights
     * @return the fit's outcome
     */
    public static FederatedRounds.Result train(
            FederatedRounds rounds,
            JavaRDD<ClientCells> clients,
            List<String> batches,
            ScBatchProxSettings settings,
            List<Moments> moments) {
        List<Units> units = rounds.units(moments);
        long cells = moments.stream().mapToLong(Moments::count).sum() * settings.localEpochs();
        return rounds.run(new SparkClients(clients, batches, settings, units, cells), units);
    }

    @Override
    public List<ClientUpdate> run(Adapter[] table, int round) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(clients.context());
        Broadcast<Adapter[]> shared = context.broadcast(table);
        try {
            List<String> names = batches;
            ScBatchProxSettings inForce = settings;
            List<Units> inUnits = units;
            return clients.mapPartitions(cells -> train(cells, shared.value(), names, inForce, inUnits, round))
                    .collect();
        } finally {
            shared.destroy();
        }
    }

    @Override
    public long cellsVisited() {
        return cells;
    }

    private static Iterator<ClientUpdate> train(
            Iterator<ClientCells> clients,
            Adapter[] table,
            List<String> batches,
            ScBatchProxSettings settings,
            List<Units> units,
            int round) {
        List<ClientUpdate> updates = new ArrayList<>();
        while (clients.hasNext()) {
            ClientCells cells = clients.next();
            long batchSeed = CellKeys.seed(settings.seed(), batches.get(cells.client()));
            LocalTrainer trainer = new LocalTrainer(settings, units.get(cells.client()));
            updates.add(trainer.train(cells, table[cells.client()], batchSeed, round));
        }
        return updates.iterator();
    }
}
