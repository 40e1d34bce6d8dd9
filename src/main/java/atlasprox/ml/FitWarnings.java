package atlasprox.ml;

import atlasprox.federate.RoundTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the trace gives a user cause to look at, one plain sentence each. */
final class FitWarnings {
    private static final double MUCH_BENT = 0.05;
    private static final double MORE_THAN_THE_REST = 3.0;
    private static final double FAR_APART = 0.5;
    private static final int NAMED = 10;

    private FitWarnings() {}

    /**
     * @param batches the clients' names, in the order of the trace
     * @param trace one entry a round
     * @return the warnings
     */
    static List<String> of(List<String> batches, List<RoundTrace> trace) {
        List<String> warnings = new ArrayList<>();
        rises(trace, warnings);
        if (trace.isEmpty() || trace.get(trace.size() - 1).clientPreserved() == null) {
            return warnings;
        }
        RoundTrace last = trace.get(trace.size() - 1);
        bent(batches, last.clientPreserved(), warnings);
        if (last.separation() > FAR_APART) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "The batches still lie apart (separation %.2f, where 0 is mixed and 1 apart): they hold different cells, or lie too"
                            + " far from each other to be matched with confidence.",
                    last.separation()));
        }
        return warnings;
    }

    private static void rises(List<RoundTrace> trace, List<String> warnings) {
        List<String> rounds = trace.stream()
                .filter(RoundTrace::hasRisen)
                .map(round -> String.valueOf(round.round()))
                .toList();
        if (rounds.isEmpty()) {
            return;
        }
        int last = rounds.size() - 1;
        String named = last == 0
                ? "round " + rounds.get(0)
                : "rounds " + String.join(", ", rounds.subList(0, last)) + " and " + rounds.get(last);
        warnings.add("The objective rose in " + named + " of " + trace.size()
                + ", which is no convergence: see in the trace what became of separation and preserved structure.");
    }

    private static void bent(List<String> batches, List<Double> preserved, List<String> warnings) {
        double median = 1.0 - preserved.stream().sorted().toList().get(preserved.size() / 2);
        double limit = Math.max(MUCH_BENT, MORE_THAN_THE_REST * median);
        int named = 0;
        int more = 0;
        for (int b = 0; b < batches.size(); b++) {
            if (1.0 - preserved.get(b) <= limit) {
                continue;
            }
            if (named == NAMED) {
                more++;
                continue;
            }
            named++;
            warnings.add(String.format(
                    Locale.ROOT,
                    "Batch '%s' was bent more than the rest: %.0f %% of its structure was changed, against %.1f %% of the middle batch's."
                            + " Look whether it holds cells that the others lack.",
                    batches.get(b),
                    100.0 * (1.0 - preserved.get(b)),
                    100.0 * median));
        }
        if (more > 0) {
            warnings.add(more + " more batches were bent more than the rest; run.json has clientPreserved for each.");
        }
    }
}
