package atlasprox.ml;

import atlasprox.cells.Census;
import atlasprox.federate.RoundTrace;
import java.util.List;

/** Makes summaries of fits. */
public final class FitSummaries {
    private FitSummaries() {}

    static FitSummary of(String method, Census census, List<RoundTrace> trace, List<String> warnings, long start) {
        return new FitSummary(
                method,
                census.dimension(),
                census.rows(),
                census.invalid(),
                census.fingerprint(),
                sizes(census),
                trace,
                warnings,
                (System.nanoTime() - start) / 1e9);
    }

    /** A warning of the rounds in which the objective rose; none where it never did. */
    static List<String> rises(List<RoundTrace> trace) {
        List<String> rounds = trace.stream()
                .filter(RoundTrace::hasRisen)
                .map(round -> String.valueOf(round.round()))
                .toList();
        if (rounds.isEmpty()) {
            return List.of();
        }
        int last = rounds.size() - 1;
        String named = last == 0
                ? "round " + rounds.get(0)
                : "rounds " + String.join(", ", rounds.subList(0, last)) + " and " + rounds.get(last);
        return List.of("The objective rose in " + named + " of " + trace.size()
                + ", which is no convergence: see in the trace what became of separation and preserved structure.");
    }

    /**
     * @param census the census of a table
     * @return its batches with their sizes, in ascending order of their names
     */
    public static List<BatchSize> sizes(Census census) {
        return census.batches().entrySet().stream()
                .map(batch -> new BatchSize(
                        batch.getKey(),
                        batch.getValue().cells(),
                        batch.getValue().invalid()))
                .toList();
    }
}
