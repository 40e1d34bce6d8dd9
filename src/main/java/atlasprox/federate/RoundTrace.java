package atlasprox.federate;

import java.util.List;

/**
 * What one round did, for the trace in the model, {@code run.json} and the report.
 *
 * @param round the round's number, from 1
 * @param objective the clients' losses averaged with their cell counts as weights
 * @param worstLoss the largest loss of a client
 * @param worstBatch the name of the batch that has it
 * @param largestChange the largest absolute change of any adapter parameter in this round
 * @param clientLoss the loss of each client, in the order of the batches' names
 * @param clientPreserved the share of each client's within-batch structure that its correction kept as it was, in (-inf, 1], in
 *     the order of the batches' names; null where the method does not measure it
 * @param clientSeparation how far apart each client lies from the others over the prototypes, from 0, mixed, to 1, apart, in the
 *     order of the batches' names; null where the method does not measure it
 * @param preserved the same as clientPreserved of all clients together (P), or null
 * @param separation how far apart the batches lie over the prototypes (D), from 0, mixed, to 1, apart; or null
 * @param cells the number of cells that the round visited (0 where sums taken earlier were enough)
 * @param seconds the round's wall time
 */
public record RoundTrace(
        int round,
        double objective,
        double worstLoss,
        String worstBatch,
        double largestChange,
        List<Double> clientLoss,
        List<Double> clientPreserved,
        List<Double> clientSeparation,
        Double preserved,
        Double separation,
        long cells,
        double seconds) {}
