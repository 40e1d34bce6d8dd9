package atlasprox.labels.learn;

import atlasprox.labels.AnnotationSettings;
import atlasprox.labels.LabelSums;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The labelled cells of a table, as a pass leaves them: {@link LabelSums} of each part of the batches, and which batches have which label. */
final class LabelledCells implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int dimension;
    private final SortedMap<Integer, LabelSums> folds = new TreeMap<>();
    private final Map<String, Set<String>> batches = new TreeMap<>();
    private long unassigned;
    private boolean overfull;

    LabelledCells(int dimension) {
        this.dimension = dimension;
    }

    /** A cell that is said to have no label is counted, and teaches nothing: a label of that name could not be told from none. */
    void add(int fold, String batch, String label, int prototype, double[] cell) {
        if (label.equals(AnnotationSettings.UNASSIGNED)) {
            unassigned++;
            return;
        }
        if (overfull) {
            return;
        }
        batches.computeIfAbsent(label, unused -> new HashSet<>()).add(batch);
        giveUpIf(batches.size() > LabelParts.MOST_LABELS);
        if (!overfull) {
            fold(fold).add(label, prototype, cell);
        }
    }

    private LabelSums fold(int fold) {
        return folds.computeIfAbsent(fold, unused -> new LabelSums(dimension));
    }

    /** Lets go of all: what identifiers take would grow with the cells. */
    private void giveUpIf(boolean tooMany) {
        if (tooMany) {
            overfull = true;
            batches.clear();
            folds.clear();
        }
    }

    /** How many cells are said to have no label. */
    long unassigned() {
        return unassigned;
    }

    LabelledCells merge(LabelledCells other) {
        other.batches.forEach((label, of) ->
                batches.computeIfAbsent(label, unused -> new HashSet<>()).addAll(of));
        unassigned += other.unassigned;
        giveUpIf(overfull || other.overfull || batches.size() > LabelParts.MOST_LABELS);
        if (!overfull) {
            other.folds.forEach((fold, sums) -> fold(fold).merge(sums));
        }
        return this;
    }

    /** What of it is told: batches by their numbers alone. */
    LabelParts parts() {
        if (overfull) {
            return LabelParts.tooMany();
        }
        SortedMap<String, Integer> counts = new TreeMap<>();
        batches.forEach((label, of) -> counts.put(label, of.size()));
        return new LabelParts(folds, counts, false);
    }
}
