package atlasprox.results;

import atlasprox.rounds.RoundTrace;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a fit saw and did; saved with the model.
 *
 * @param method the method's name
 * @param dimension the number of embedding dimensions d
 * @param rows the rows read
 * @param invalid the rows without a usable embedding or batch
 * @param fitted the usable cells that the fit visited
 * @param fingerprint a hash of all usable cells and their batches, the same in any row order, in hexadecimal
 * @param batches the batches in ascending order of their names
 * @param trace one entry a round
 * @param converged whether the rounds ended since the objective hardly fell, by the tolerance, and not at their number; null where the
 *     method does not watch for that, and in models saved before it was kept
 * @param effects how far the batches differ, by batch columns and in ascending order of their levels, but for those that are held by
 *     the user's wish; null where that was not asked, and in models saved before it was
 * @param warnings what a user should know, one plain sentence each
 * @param seconds the fit's wall time
 */
public record FitSummary(
        String method,
        int dimension,
        long rows,
        long invalid,
        long fitted,
        String fingerprint,
        List<FittedBatch> batches,
        List<RoundTrace> trace,
        Boolean converged,
        List<BatchEffect> effects,
        List<String> warnings,
        double seconds)
        implements Serializable {

    /**
     * @param found how far the batches differ
     * @return this summary with that
     */
    public FitSummary withEffects(List<BatchEffect> found) {
        return with(found, warnings);
    }

    /**
     * @param warning one plain sentence
     * @return this summary with that warning as its last
     */
    public FitSummary withWarning(String warning) {
        List<String> more = new ArrayList<>(warnings);
        more.add(warning);
        return with(effects, List.copyOf(more));
    }

    private FitSummary with(List<BatchEffect> found, List<String> told) {
        return new FitSummary(
                method, dimension, rows, invalid, fitted, fingerprint, batches, trace, converged, found, told, seconds);
    }
}
