package atlasprox.aligned.round;

import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.rounds.RoundTrace;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one round did, in figures.
 *
 * @param batches the clients' names
 * @param before the mixture that the sums were taken under
 * @param after the next one
 * @param sums each client's sums
 */
public record RoundFigures(List<String> batches, FilmMixture before, FilmMixture after, List<ClientSums> sums) {

    /**
     * @param round the round's number, from 1
     * @param theta the diversity pressure in force
     * @param objective the round's objective
     * @param last the last round's, null in the first
     * @param separations how far apart each client lies
     * @param separation the same of all together
     * @param start when the round began, in nanoseconds
     */
    public RoundTrace trace(
            int round,
            double theta,
            Objective objective,
            Objective last,
            List<Double> separations,
            double separation,
            long start) {
        List<Double> losses =
                sums.stream().map(client -> client.objective() / client.cells()).toList();
        double moved = sums.stream().mapToDouble(ClientSums::structureMoved).sum();
        double structure = sums.stream().mapToDouble(ClientSums::structure).sum();
        List<Double> changes = changes();
        int worst = losses.indexOf(Collections.max(losses));
        return new RoundTrace(
                round,
                objective.under(theta),
                objective.rose(last, theta),
                theta,
                losses.get(worst),
                batches.get(worst),
                Collections.max(changes),
                losses,
                changes,
                sums.stream()
                        .map(client -> preserved(client.structureMoved(), client.structure()))
                        .toList(),
                separations,
                preserved(moved, structure),
                separation,
                sums.stream().mapToLong(ClientSums::visited).sum(),
                (System.nanoTime() - start) / 1e9);
    }

    /** P; a batch without any structure, such as one of a single cell, keeps all of it. */
    private static double preserved(double moved, double structure) {
        return structure > 0.0 ? 1.0 - moved / structure : 1.0;
    }

    private List<Double> changes() {
        return IntStream.range(0, batches.size())
                .parallel()
                .mapToObj(b -> Math.max(
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
