package atlasprox.metrics.groups;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Hears of solvers that ended at their limit and not because they had arrived, from several threads. */
public final class Unsettled {
    private final Map<String, Ends> ends = new TreeMap<>();

    private record Ends(int count, double left) {

        Ends and(Ends other) {
            return new Ends(count + other.count, Math.max(left, other.left));
        }
    }

    /**
     * @param solver whose solver it was and what it ended after, as the beginning of a sentence
     * @param left what was left to go
     */
    public synchronized void add(String solver, double left) {
        ends.merge(solver, new Ends(1, left), Ends::and);
    }

    /** @return a sentence for each solver; they are forgotten then */
    public synchronized List<String> take() {
        List<String> sentences = new ArrayList<>();
        ends.forEach((solver, end) -> sentences.add(String.format(
                Locale.ROOT,
                "%s without having converged%s: %.1e was left to go.",
                solver,
                end.count() == 1 ? "" : " (" + end.count() + " times)",
                end.left())));
        ends.clear();
        return sentences;
    }
}
