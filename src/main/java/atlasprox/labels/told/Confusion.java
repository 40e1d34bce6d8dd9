package atlasprox.labels.told;

import atlasprox.labels.AnnotationSettings;
import atlasprox.results.AnnotationSummary;
import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How many cells of each own label were told which. A monoid under {@link #merge}. */
final class Confusion implements Serializable {
    private static final long serialVersionUID = 1L;

    /** As many labels as a table of them shows; the rest is one more. */
    private static final int SHOWN = 30;

    /** Of more pairs of labels nothing is kept. */
    private static final int MOST_PAIRS = 200_000;

    private final Map<String, Map<String, Long>> told = new TreeMap<>();
    private int pairs;
    private boolean overfull;
    private long lacking;
    private long lackingCalled;

    /** @param isKnown whether the reference has the cell's own label */
    void add(ToldCell cell, boolean isKnown) {
        if (!isKnown) {
            lacking++;
            lackingCalled += cell.isNew() ? 1 : 0;
        } else {
            add(cell.own(), cell.told(), 1L);
        }
    }

    private void add(String own, String told, long cells) {
        if (overfull) {
            return;
        }
        Map<String, Long> of = this.told.computeIfAbsent(own, unused -> new HashMap<>());
        pairs += of.merge(told, cells, Long::sum) == cells ? 1 : 0;
        if (pairs > MOST_PAIRS) {
            giveUp();
        }
    }

    private void giveUp() {
        overfull = true;
        told.clear();
    }

    Confusion merge(Confusion other) {
        if (other.overfull) {
            giveUp();
        }
        other.told.forEach((own, of) -> of.forEach((label, cells) -> add(own, label, cells)));
        lacking += other.lacking;
        lackingCalled += other.lackingCalled;
        return this;
    }

    /** @param column where the table has its own labels; empty if no cell has one, or there were too many */
    Optional<AnnotationSummary.Agreement> agreement(String column) {
        Map<String, Long> own = new TreeMap<>();
        Map<String, Long> given = new HashMap<>();
        long cells = 0L;
        long right = 0L;
        for (var of : told.entrySet()) {
            for (var pair : of.getValue().entrySet()) {
                own.merge(of.getKey(), pair.getValue(), Long::sum);
                given.merge(pair.getKey(), pair.getValue(), Long::sum);
                cells += pair.getValue();
            }
            right += right(of.getKey());
        }
        if (overfull || cells + lacking == 0L) {
            return Optional.empty();
        }
        double f1 = own.keySet().stream()
                .mapToDouble(label -> 2.0 * right(label) / (own.get(label) + given.getOrDefault(label, 0L)))
                .average()
                .orElse(0.0);
        List<String> shown = own.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .map(Map.Entry::getKey)
                .toList();
        double accuracy = cells == 0L ? 0.0 : (double) right / cells;
        return Optional.of(new AnnotationSummary.Agreement(
                column, cells, lacking, lackingCalled, accuracy, f1, shown, counts(shown)));
    }

    private long right(String label) {
        return told.get(label).getOrDefault(label, 0L);
    }

    private long[][] counts(List<String> shown) {
        long[][] counts = new long[shown.size() + 1][shown.size() + 2];
        told.forEach((own, of) -> of.forEach((label, cells) -> {
            int row = place(shown, own);
            int column = label.equals(AnnotationSettings.UNASSIGNED) ? shown.size() + 1 : place(shown, label);
            counts[row][column] += cells;
        }));
        return counts;
    }

    /** Behind the last for a label that is not shown. */
    private static int place(List<String> shown, String label) {
        int place = shown.indexOf(label);
        return place < 0 ? shown.size() : place;
    }
}
