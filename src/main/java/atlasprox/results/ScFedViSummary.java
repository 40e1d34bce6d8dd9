package atlasprox.results;

import atlasprox.rounds.RoundTrace;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a fit of scFedVI did.
 *
 * @param shards pieces of clients' cells, each of which trains by itself in a round
 * @param clients in ascending order of their names, as in the trace
 * @param trace one entry a round: losses are minus the log likelihood plus the divergence, means over cells
 * @param stoppedEarly whether the rounds ended since the loss of the cells held out fell no more; null where that was not watched
 * @param kernel what multiplies matrices
 * @param knownLoss where vectors of new batches alone were trained, the loss of the cells held out that each known batch had, or its client,
 *     when the model was fitted; else empty
 */
public record ScFedViSummary(
        int shards,
        List<Client> clients,
        List<RoundTrace> trace,
        Boolean stoppedEarly,
        String kernel,
        SortedMap<String, Double> knownLoss) {

    /** What a fit of a whole model did. */
    public ScFedViSummary(
            int shards, List<Client> clients, List<RoundTrace> trace, Boolean stoppedEarly, String kernel) {
        this(shards, clients, trace, stoppedEarly, kernel, new TreeMap<>());
    }

    /**
     * @param losses of the batches that were known before, by their names
     * @return the same beside these
     */
    public ScFedViSummary beside(SortedMap<String, Double> losses) {
        return new ScFedViSummary(shards, clients, trace, stoppedEarly, kernel, losses);
    }

    /**
     * A client.
     *
     * @param client its name
     * @param batches the names of its batches
     * @param training the number of its cells that were trained on
     * @param heldOut the number of its cells that were not
     * @param heldOutLoss the loss of the latter by the model; NaN where there are none
     * @param bytesReceived the weights with what Adam keeps about them, that it is sent in a round; of new batches
     *     the vectors alone
     * @param bytesSent what it answers with in a round: the same in sums of 64 bits
     */
    public record Client(
            String client,
            List<String> batches,
            long training,
            long heldOut,
            double heldOutLoss,
            long bytesReceived,
            long bytesSent) {}
}
