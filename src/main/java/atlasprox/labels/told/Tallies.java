package atlasprox.labels.told;

import atlasprox.results.AnnotationSummary;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@link Tally Tallies} by name, up to a number of names: of more, nothing is kept. A monoid under {@link #merge}. */
final class Tallies implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Of more names, some megabytes would be many. */
    private static final int MOST = 20_000;

    private final Map<String, Tally> byName = new TreeMap<>();
    private boolean overfull;

    void add(String name, ToldCell cell) {
        if (!overfull) {
            byName.computeIfAbsent(name, unused -> new Tally()).add(cell);
            giveUpIf(byName.size() > MOST);
        }
    }

    private void giveUpIf(boolean tooMany) {
        if (tooMany) {
            overfull = true;
            byName.clear();
        }
    }

    Tallies merge(Tallies other) {
        other.byName.forEach((name, tally) ->
                byName.computeIfAbsent(name, unused -> new Tally()).merge(tally));
        giveUpIf(overfull || other.overfull || byName.size() > MOST);
        return this;
    }

    /** Most cells first; empty where there were too many names. */
    Optional<List<AnnotationSummary.Group>> groups() {
        return overfull
                ? Optional.empty()
                : Optional.of(byName.entrySet().stream()
                        .map(entry -> entry.getValue().group(entry.getKey()))
                        .sorted(Comparator.comparingLong(AnnotationSummary.Group::cells)
                                .reversed())
                        .toList());
    }
}
