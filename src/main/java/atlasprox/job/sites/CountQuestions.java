package atlasprox.job.sites;

import atlasprox.counts.CountSettings;
import atlasprox.counts.genes.GeneVotes;
import atlasprox.rounds.Exchange;
import atlasprox.scfedvi.CellNumbers;
import atlasprox.scfedvi.ScFedViMessage;
import atlasprox.scfedvi.ScFedViSettings;
import atlasprox.scfedvi.ScFedViUpdate;
import java.io.Serializable;
import java.util.List;
import java.util.SortedMap;

/** What a fit of scFedVI asks sites after their genes, in this order. A site answers for all of its batches at once, under the first one's number. */
final class CountQuestions {
    /** Whose the batches are; the message says nothing. */
    static final Exchange<Integer, BatchClients> CLIENTS = new Exchange<>("clients", Integer.class, BatchClients.class);

    /** Which genes are variable; the message is whether there are several batches. Only where some genes are to be chosen. */
    static final Exchange<Boolean, GeneVotes> VOTES = new Exchange<>("votes", Boolean.class, GeneVotes.class);

    /** From now on cells lie in shards, by these genes. */
    static final Exchange<Sharding, Shards> SHARDS = new Exchange<>("shards", Sharding.class, Shards.class);

    /** A round; or at the end the loss of cells held out. */
    static final Exchange<ScFedViMessage, ScFedViUpdate> TRAIN =
            new Exchange<>("train", ScFedViMessage.class, ScFedViUpdate.class);

    private CountQuestions() {}

    static List<Exchange<?, ?>> all() {
        return List.of(CLIENTS, VOTES, SHARDS, TRAIN);
    }

    /**
     * How cells are counted.
     *
     * @param settings how genes are told, and whether counts are rounded
     * @param genes the names of the genes of all sites, joined
     */
    record Counting(CountSettings settings, List<String> genes) implements Serializable {}

    /**
     * Whose a site's batches are.
     *
     * @param ofBatches by the batch's number, the name of its client
     */
    record BatchClients(SortedMap<Integer, String> ofBatches) {}

    /**
     * What is fitted.
     *
     * @param genes the names of the genes that are taken
     * @param settings in force
     * @param clientOf the number of each batch's client
     */
    record Sharding(List<String> genes, ScFedViSettings settings, int[] clientOf) implements Serializable {}

    /**
     * What became of a site's cells.
     *
     * @param numbers of cells trained on and held out, of all clients and batches, 0 of those elsewhere
     * @param contents a hash of the cells as a set: with keys, one that the site alone can make
     * @param maskKey the site's public key for masks; null without keys
     */
    record Shards(CellNumbers numbers, String contents, String maskKey) {}
}
