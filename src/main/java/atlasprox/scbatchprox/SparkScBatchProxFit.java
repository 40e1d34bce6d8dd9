package atlasprox.scbatchprox;

import atlasprox.BadDataException;
import atlasprox.cells.BatchCensus;
import atlasprox.cells.CellTable;
import atlasprox.cells.Census;
import atlasprox.cells.ClientCells;
import atlasprox.cells.ClientLayout;
import atlasprox.cells.HeldCells;
import atlasprox.math.Moments;
import atlasprox.rounds.RoundListener;
import atlasprox.rounds.SparkClients;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/** Fits scBatchProx to a table of cells. */
public final class SparkScBatchProxFit {
    private final ScBatchProxSettings settings;
    private final CellTable cells;
    private final Census census;
    private final List<String> batches;
    private final List<Moments> moments;

    /** @param census of the same cells, with the moments of the training split */
    public SparkScBatchProxFit(ScBatchProxSettings settings, CellTable cells, Census census) {
        this.settings = settings;
        this.cells = cells;
        this.census = census;
        this.batches = census.clients();
        this.moments = census.ofClients().stream().map(BatchCensus::training).toList();
    }

    /**
     * Fits all batches together.
     *
     * @param solver {@code adam} or {@code moments}
     * @throws BadDataException if the training split is empty
     */
    public ScBatchProxServer.Result run(String solver, RoundListener listener) {
        if (nothingTrains()) {
            throw new BadDataException("none of the " + census.cells() + " cells falls into the training split of "
                    + settings.trainFraction() + "; raise --train-fraction to 1");
        }
        return train(ScBatchProxServer.together(batches, settings, moments), solver, listener);
    }

    /**
     * Fits every batch as if it were alone with earlier ones, all of them side by side: one pass over the cells, however many batches.
     * A batch of which no cell trains stays as it is.
     *
     * @param frozen the training cells of the earlier batches, whose adapters stay as they are
     * @param solver {@code adam} or {@code moments}
     */
    public ScBatchProxServer.Result arriving(long frozen, String solver, RoundListener listener) {
        return nothingTrains()
                ? new ScBatchProxServer.Result(FilmTable.identity(batches, census.dimension()), List.of())
                : train(ScBatchProxServer.arriving(batches, settings, moments, frozen), solver, listener);
    }

    private boolean nothingTrains() {
        return moments.stream().allMatch(client -> client.count() == 0);
    }

    private ScBatchProxServer.Result train(ScBatchProxServer server, String solver, RoundListener listener) {
        return "moments".equals(solver) ? server.exactly(listener) : adam(server, listener);
    }

    /** @return the cells of each client in the training split, in the order of the clients */
    public long[] cells() {
        return moments.stream().mapToLong(Moments::count).toArray();
    }

    /** Clients whose moments are not told, as they rest on too few cells, do not train either. */
    private ScBatchProxServer.Result adam(ScBatchProxServer server, RoundListener listener) {
        ClientLayout layout = new ClientLayout(batches, cells(), cells.parallelism());
        try (HeldCells<ClientCells> clients =
                cells.clients(layout, census.dimension(), settings.seed(), settings.trainFraction())) {
            long[] training = cells();
            JavaRDD<ClientCells> telling = clients.cells().filter(client -> training[client.client()] > 0);
            return server.run(SparkClients.whole(telling, server.adam()), listener);
        }
    }
}
