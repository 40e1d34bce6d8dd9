package atlasprox.labels;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The labelled cells of a table, as the first pass leaves them: {@link LabelSums} of each part of the batches, and which batches have which label. */
final class LabelledCells implements Serializable {
    private static final long serialVersionUID = 1L;

    /** A column of more labels looks like identifiers, and is given up. */
    static final int MOST_LABELS = 20_000;

    private final LabelSums[] folds;
    private final Map<String, Set<String>> batches = new TreeMap<>();
    private long unassigned;
    private boolean overfull;

    LabelledCells(int folds, int dimension) {
        this.folds = new LabelSums[folds];
        for (int fold = 0; fold < folds; fold++) {
            this.folds[fold] = new LabelSums(dimension);
        }
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
        giveUpIf(batches.size() > MOST_LABELS);
        if (!overfull) {
            folds[fold].add(label, prototype, cell);
        }
    }

    /** Lets go of all: what identifiers take would grow with the cells. */
    private void giveUpIf(boolean tooMany) {
        if (tooMany) {
            overfull = true;
            batches.clear();
            Arrays.fill(folds, null);
        }
    }

    /** Whether there were too many labels; nothing else is known then. */
    boolean isOverfull() {
        return overfull;
    }

    /** How many cells are said to have no label. */
    long unassigned() {
        return unassigned;
    }

    /** The number of parts that have a label. */
    int labelledFolds() {
        return (int)
                Arrays.stream(folds).filter(sums -> !sums.cells().isEmpty()).count();
    }

    LabelledCells merge(LabelledCells other) {
        other.batches.forEach((label, of) ->
                batches.computeIfAbsent(label, unused -> new HashSet<>()).addAll(of));
        unassigned += other.unassigned;
        giveUpIf(overfull || other.overfull || batches.size() > MOST_LABELS);
        for (int fold = 0; fold < folds.length && !overfull; fold++) {
            folds[fold].merge(other.folds[fold]);
        }
        return this;
    }

    private SortedMap<String, Integer> batchesOfLabels() {
        SortedMap<String, Integer> counts = new TreeMap<>();
        batches.forEach((label, of) -> counts.put(label, of.size()));
        return counts;
    }

    /** What is known of these cells and what was known before. */
    LabelReference addedTo(LabelReference known, int minCells) {
        return known.with(all(-1), batchesOfLabels(), minCells);
    }

    /** What the others tell, without those of one part. */
    LabelReference without(int fold, int minCells) {
        LabelSums others = all(fold);
        return LabelReference.none(others.dimension()).with(others, batchesOfLabels(), minCells);
    }

    private LabelSums all(int but) {
        LabelSums all = new LabelSums(folds[0].dimension());
        for (int fold = 0; fold < folds.length; fold++) {
            if (fold != but) {
                all.merge(folds[fold]);
            }
        }
        return all;
    }
}
