package atlasprox.scfedvi.fit;

import atlasprox.BadDataException;
import atlasprox.counts.BatchCounts;
import atlasprox.counts.SparkGeneCounts;
import atlasprox.rounds.RoundListener;
import atlasprox.rounds.SparkClients;
import atlasprox.scfedvi.CellNumbers;
import atlasprox.scfedvi.ScFedViModel;
import atlasprox.scfedvi.ScFedViServer;
import atlasprox.scfedvi.ScFedViSettings;
import atlasprox.spark.JobGroup;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.spark.api.java.JavaRDD;

/** Fits scFedVI to cells on Spark's executors: these hold cells, the driver weights. */
public final class SparkScFedViFit {
    private final ScFedViSettings settings;
    private final List<String> genes;
    private final ClientBatches clients;
    private final SortedMap<String, BatchCounts.Summary> found;
    private final Optional<ScFedViModel> known;

    /**
     * @param settings in force
     * @param genes the names of the genes
     * @param clients which batches are whose
     * @param found what is known of each batch's counts
     */
    public SparkScFedViFit(
            ScFedViSettings settings,
            List<String> genes,
            ClientBatches clients,
            SortedMap<String, BatchCounts.Summary> found) {
        this(settings, genes, clients, found, Optional.empty());
    }

    private SparkScFedViFit(
            ScFedViSettings settings,
            List<String> genes,
            ClientBatches clients,
            SortedMap<String, BatchCounts.Summary> found,
            Optional<ScFedViModel> known) {
        this.settings = settings;
        this.genes = genes;
        this.clients = clients;
        this.found = found;
        this.known = known;
    }

    /**
     * @param known the model, whose decoder has vectors of batches
     * @param settings in force, of the model's network
     * @param arriving the batches that it does not know
     * @param found what is known of each batch's counts
     * @return the fit of these batches' vectors alone
     */
    public static SparkScFedViFit arriving(
            ScFedViModel known,
            ScFedViSettings settings,
            ClientBatches arriving,
            SortedMap<String, BatchCounts.Summary> found) {
        return new SparkScFedViFit(settings, known.genes(), arriving, found, Optional.of(known));
    }

    /**
     * What came of the fit.
     *
     * @param fit the model and the rounds
     * @param clients which batches are whose
     * @param cells how many cells of each are trained on and held out
     * @param shards into how many shards they fall
     */
    public record Result(ScFedViServer.Result fit, ClientBatches clients, CellNumbers cells, int shards) {

        /** @return the loss of its client's cells held out, of each batch whose client has some */
        public SortedMap<String, Double> heldOutLoss() {
            return clients.ofBatches(fit.heldOut());
        }
    }

    /**
     * @param cells the usable cells, of the same genes
     * @param listener is told of every round
     * @return what came of the fit
     * @throws BadDataException if no cell has counts of the genes
     * @throws IllegalStateException if a client's numbers have run away
     */
    public Result run(JavaRDD<SparkGeneCounts.Cell> cells, RoundListener listener) {
        long[] sizes = clients.batches().stream()
                .mapToLong(batch -> found.get(batch).cells())
                .toArray();
        try (SparkShards shards = new SparkShards(cells, clients, sizes)) {
            CellNumbers numbers =
                    JobGroup.in(cells.context(), "bringing cells to their clients", () -> shards.numbers(settings));
            if (Arrays.stream(numbers.training()).sum() == 0L) {
                throw new BadDataException("no cell has counts of the " + genes.size()
                        + " genes that are taken; raise --genes, or set it to 0 for all");
            }
            ScFedViServer server = server(numbers);
            return new Result(
                    server.run(SparkClients.inPieces(shards.shards(), server.step()), listener),
                    clients,
                    numbers,
                    shards.count());
        }
    }

    private ScFedViServer server(CellNumbers numbers) {
        return known.map(
                        model -> ScFedViServer.arriving(model, settings, clients.clients(), clients.batches(), numbers))
                .orElseGet(() -> ScFedViServer.of(settings, genes, clients.clients(), clients.batches(), numbers));
    }
}
