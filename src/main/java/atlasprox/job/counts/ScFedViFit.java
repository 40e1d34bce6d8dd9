package atlasprox.job.counts;

import atlasprox.counts.CountSettings;
import atlasprox.counts.SparkCountPca;
import atlasprox.results.ScFedViSummary;
import atlasprox.rounds.RoundListener;
import atlasprox.scfedvi.ScFedViSettings;
import atlasprox.scfedvi.fit.ClientBatches;
import atlasprox.scfedvi.fit.SparkScFedViFit;
import atlasprox.scfedvi.fit.SparkScFedViModels.Saved;
import atlasprox.scfedvi.fit.Traffic;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How scFedVI is to be fitted.
 *
 * @param genes which genes to take, and whether counts are rounded to whole numbers
 * @param settings in force for clients of so many cells each
 * @param client the columns that name the client; none where every batch is one
 * @param id the column of the cells' ids, by which what is drawn for a cell goes; by its counts where there is none. Cells of one id draw alike,
 *     which does no harm, so ids need not be checked
 */
public record ScFedViFit(
        CountSettings genes, Function<long[], ScFedViSettings> settings, List<String> client, Optional<String> id) {
    private static final String KERNEL = "loops of float in Java, in a fixed order; no BLAS";

    /**
     * @param cells the cells with their counts
     * @param failing whether a row that is no usable cell is refused
     * @param phase is told what is done, and with how many cells, where that is known
     * @param rounds is told of every round
     * @return the model, with what was found of the batches and what the rounds did
     * @throws atlasprox.BadDataException if the cells have no usable counts, or a batch is not one client's
     * @throws IllegalStateException if a client's numbers have run away
     */
    public FittedEmbedder fit(
            CountEmbedding cells, boolean failing, ObjLongConsumer<String> phase, RoundListener rounds) {
        phase.accept("looking at the counts", 0L);
        SparkCountPca.Genes found = cells.genes(genes, ScFedViEmbedder.METHOD, failing);
        ClientBatches clients = cells.clients(client, found.usable());
        long[] sizes = clients.sums(found.cells(clients.batches()));
        phase.accept(
                "training " + sizes.length + " clients", LongStream.of(sizes).sum());
        SparkScFedViFit.Result result = new SparkScFedViFit(
                        settings.apply(sizes), found.names(), clients, found.batches())
                .run(cells.cells(found.names(), genes.roundCounts(), id), rounds);
        return new FittedEmbedder(
                new ScFedViEmbedder(new Saved(result.fit().model(), genes, result.heldOutLoss())),
                found.batches(),
                Optional.of(summary(result, Traffic.ofAll(result.fit().model()))));
    }

    /** What the rounds did. */
    static ScFedViSummary summary(SparkScFedViFit.Result result, Traffic traffic) {
        ClientBatches clients = result.clients();
        return new ScFedViSummary(
                result.shards(),
                IntStream.range(0, clients.clients().size())
                        .mapToObj(client -> new ScFedViSummary.Client(
                                clients.clients().get(client),
                                clients.batchesOf(client),
                                result.cells().training()[client],
                                result.cells().held()[client],
                                result.fit()
                                        .heldOut()
                                        .getOrDefault(clients.clients().get(client), Double.NaN),
                                traffic.received(),
                                traffic.sent(clients.batchesOf(client).size())))
                        .toList(),
                result.fit().trace(),
                result.fit().still(),
                KERNEL);
    }
}
