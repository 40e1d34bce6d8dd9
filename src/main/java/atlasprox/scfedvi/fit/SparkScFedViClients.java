package atlasprox.scfedvi.fit;

import atlasprox.counts.SparkGeneCounts;
import atlasprox.rounds.SparkClients;
import atlasprox.scfedvi.CellNumbers;
import atlasprox.scfedvi.CountShard;
import atlasprox.scfedvi.ScFedViMessage;
import atlasprox.scfedvi.ScFedViSettings;
import atlasprox.scfedvi.ScFedViStep;
import atlasprox.scfedvi.ScFedViUpdate;
import atlasprox.spark.JobGroup;
import org.apache.spark.api.java.JavaRDD;

/** Some of a fit's clients, whose cells are here; the others' are elsewhere. To be closed. */
public final class SparkScFedViClients implements AutoCloseable {
    private final SparkShards shards;
    private final SparkClients<ScFedViMessage, CountShard, ScFedViUpdate> clients;
    private final CellNumbers numbers;

    /**
     * @param cells the usable cells
     * @param settings in force
     * @param batches which batches are whose, those elsewhere by names that none here has
     * @param sizes how many usable cells each batch has here; 0 for those elsewhere
     */
    public SparkScFedViClients(
            JavaRDD<SparkGeneCounts.Cell> cells, ScFedViSettings settings, ClientBatches batches, long[] sizes) {
        this.shards = new SparkShards(cells, batches, sizes);
        this.clients = SparkClients.inPieces(shards.shards(), new ScFedViStep(settings));
        this.numbers = JobGroup.in(cells.context(), "bringing cells to their clients", () -> shards.numbers(settings));
    }

    /** @return how many cells of each are trained on and held out; 0 of those elsewhere */
    public CellNumbers numbers() {
        return numbers;
    }

    /** @return a hash of the cells as a set */
    public long contents() {
        return shards.contents();
    }

    /**
     * @param what the exchange, as a user would say it
     * @param message what the server sends
     * @return the clients' update, that of all together
     */
    public ScFedViUpdate update(String what, ScFedViMessage message) {
        return ScFedViUpdate.all(clients.exchange(what, message));
    }

    @Override
    public void close() {
        shards.close();
    }
}
