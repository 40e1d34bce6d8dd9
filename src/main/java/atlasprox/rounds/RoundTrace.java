package atlasprox.rounds;

import java.io.Serializable;
import java.util.List;

/**
 * What one round did, for the trace in the model, {@code run.json} and the report.
 *
 * @param round the round's number, from 1
 * @param objective the clients' losses averaged with their cell counts as weights; under a diversity pressure, with its term
 * @param rose whether the objective is above the last round's, both taken under this round's theta, by more than rounding; null
 *     where the method does not watch it
 * @param theta the diversity pressure in force in this round; null where the method has none
 * @param worstLoss the largest loss of a client
 * @param worstBatch the name of the batch that has it
 * @param largestChange the largest absolute change of any adapter parameter in this round
 * @param clientLoss the loss of each client, in the order of the batches' names
 * @param clientChange the same as largestChange of each client's own parameters, in the order of the batches' names; null in rounds that
 *     were saved before it was kept
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
        Boolean rose,
        Double theta,
        double worstLoss,
        String worstBatch,
        double largestChange,
        List<Double> clientLoss,
        List<Double> clientChange,
        List<Double> clientPreserved,
        List<Double> clientSeparation,
        Double preserved,
        Double separation,
        long cells,
        double seconds)
        implements Serializable {

    /** @return whether the objective is known to have risen */
    public boolean hasRisen() {
        return Boolean.TRUE.equals(rose);
    }
}
