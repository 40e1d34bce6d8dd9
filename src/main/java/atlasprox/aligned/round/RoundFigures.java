package atlasprox.aligned.round;

import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.rounds.RoundTrace;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one round did, in figures.
 *
 * @param batches the batches' names
 * @param before the mixture that the sums were taken under
 * @param after the next one
 * @param sums each client's sums
 * @param parts for each batch its clients
 */
public record RoundFigures(
        List<String> batches, FilmMixture before, FilmMixture after, List<ClientSums> sums, int[][] parts) {

    /** The figure of what is left to move of the groups' shifts, in pooled deviations, where several batch columns have not come to rest. */
    public static final String MOVING = "moving";

    /**
     * @param round the round's number, from 1
     * @param theta the diversity pressure in force
     * @param objective the round's objective
     * @param last the last round's, null in the first
     * @param separation how far apart the clients lie
     * @param moving the largest move of a group's shift, in pooled deviations, that the round's sweeps over several batch columns left; 0
     *     where these came to rest
     * @param ofValues what becomes of the values to preserve, by the names of the figures
     * @return the round's entry in the trace
     */
    public RoundTrace trace(
            int round,
            double theta,
            Objective objective,
            Objective last,
            Separation separation,
            double moving,
            Map<String, Double> ofValues) {
        List<List<ClientSums>> ofBatches = Arrays.stream(parts)
                .map(clients -> Arrays.stream(clients).mapToObj(sums::get).toList())
                .toList();
        List<Double> losses = ofBatches.stream().map(RoundFigures::loss).toList();
        double moved =
                ofBatches.stream().mapToDouble(ClientSums::structureMoved).sum();
        double structure = ofBatches.stream().mapToDouble(ClientSums::structure).sum();
        List<Double> preserved = ofBatches.stream()
                .map(batch -> preserved(ClientSums.structureMoved(batch), ClientSums.structure(batch)))
                .toList();
        Map<String, Double> figures = new TreeMap<>(ofValues);
        figures.put(RoundTrace.THETA, theta);
        figures.put(RoundTrace.PRESERVED, preserved(moved, structure));
        figures.put(RoundTrace.SEPARATION, separation.ofAll());
        figures.put(MOVING, moving);
        List<Double> changes = changes();
        int worst = losses.indexOf(Collections.max(losses));
        return new RoundTrace(
                round,
                objective.under(theta),
                objective.rose(last, theta),
                losses.get(worst),
                batches.get(worst),
                Collections.max(changes),
                losses,
                changes,
                figures,
                Map.of(RoundTrace.PRESERVED, preserved, RoundTrace.SEPARATION, separation.ofClients()),
                sums.stream().mapToLong(ClientSums::visited).sum(),
                0.0);
    }

    private static double loss(List<ClientSums> batch) {
        return batch.stream().mapToDouble(ClientSums::objective).sum()
                / batch.stream().mapToLong(ClientSums::cells).sum();
    }

    /** P; a batch without any structure, such as one of a single cell, keeps all of it. */
    private static double preserved(double moved, double structure) {
        return structure > 0.0 ? 1.0 - moved / structure : 1.0;
    }

    private List<Double> changes() {
        return Arrays.stream(parts)
                .parallel()
                .map(clients -> clients[0])
                .map(b -> Math.max(
                        largestChange(before.gamma(b), after.gamma(b)), largestChange(before.beta(b), after.beta(b))))
                .toList();
    }

    private static double largestChange(double[][] before, double[][] after) {
        double largest = 0.0;
        for (int k = 0; k < before.length; k++) {
            for (int j = 0; j < before[k].length; j++) {
                largest = Math.max(largest, Math.abs(after[k][j] - before[k][j]));
            }
        }
        return largest;
    }
}
