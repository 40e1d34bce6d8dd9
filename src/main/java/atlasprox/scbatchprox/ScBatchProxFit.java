package atlasprox.scbatchprox;

import atlasprox.BadDataException;
import atlasprox.cells.BatchCensus;
import atlasprox.cells.Census;
import atlasprox.math.Moments;
import atlasprox.rounds.Exchanges;
import atlasprox.rounds.RoundListener;
import java.util.List;

/** Fits scBatchProx. All that it learns of cells it is told in {@link ScBatchProxExchanges}, wherever they are. */
public final class ScBatchProxFit {
    private final ScBatchProxSettings settings;
    private final Census census;
    private final List<String> batches;
    private final List<Moments> moments;

    /** @param census of the clients' cells, with the moments of the training split */
    public ScBatchProxFit(ScBatchProxSettings settings, Census census) {
        this.settings = settings;
        this.census = census;
        this.batches = census.clients();
        this.moments = census.ofClients().stream().map(BatchCensus::training).toList();
    }

    /**
     * Fits all batches together.
     *
     * @param solver {@code adam} or {@code moments}
     * @param clients the clients
     * @throws BadDataException if the training split is empty
     */
    public ScBatchProxServer.Result run(String solver, Exchanges clients, RoundListener listener) {
        if (nothingTrains()) {
            throw new BadDataException("none of the " + census.cells() + " cells falls into the training split of "
                    + settings.trainFraction() + "; raise --train-fraction to 1");
        }
        return train(ScBatchProxServer.together(batches, settings, moments), solver, clients, listener);
    }

    /**
     * Fits every batch as if it were alone with earlier ones, all of them side by side: one pass over the cells, however many batches.
     * A batch of which no cell trains stays as it is.
     *
     * @param frozen the training cells of the earlier batches, whose adapters stay as they are
     * @param solver {@code adam} or {@code moments}
     * @param clients the clients
     */
    public ScBatchProxServer.Result arriving(long frozen, String solver, Exchanges clients, RoundListener listener) {
        return nothingTrains()
                ? new ScBatchProxServer.Result(FilmTable.identity(batches, census.dimension()), List.of())
                : train(ScBatchProxServer.arriving(batches, settings, moments, frozen), solver, clients, listener);
    }

    private boolean nothingTrains() {
        return moments.stream().allMatch(client -> client.count() == 0);
    }

    private ScBatchProxServer.Result train(
            ScBatchProxServer server, String solver, Exchanges clients, RoundListener listener) {
        return "moments".equals(solver) ? server.exactly(listener) : adam(server, clients, listener);
    }

    /** @return the cells of each client in the training split, in the order of the clients */
    public long[] cells() {
        return moments.stream().mapToLong(Moments::count).toArray();
    }

    private ScBatchProxServer.Result adam(ScBatchProxServer server, Exchanges clients, RoundListener listener) {
        clients.exchange(
                ScBatchProxExchanges.PREPARE,
                "reading the cells to train on",
                new ScBatchProxExchanges.Preparing(batches, server.units()));
        return server.run(clients.clients(ScBatchProxExchanges.TRAIN), listener);
    }
}
