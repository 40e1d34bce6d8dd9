package atlasprox.labels.learn;

import atlasprox.labels.LabelReference;
import atlasprox.labels.LabelSums;
import java.io.Serializable;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The labelled cells of a column, as sums: a monoid under {@link #merge}, of batches that only one of the two has.
 *
 * @param parts the sums of each part that has labels
 * @param batches the number of batches that have cells of each label
 * @param overfull whether there are so many labels that the column looks like one of identifiers; nothing else is known then
 */
public record LabelParts(SortedMap<Integer, LabelSums> parts, SortedMap<String, Integer> batches, boolean overfull)
        implements Serializable {
    /** A column of more labels looks like identifiers, and is given up. */
    static final int MOST_LABELS = 20_000;

    static LabelParts tooMany() {
        return new LabelParts(new TreeMap<>(), new TreeMap<>(), true);
    }

    LabelParts merge(LabelParts other) {
        SortedMap<String, Integer> counts = new TreeMap<>(batches);
        other.batches.forEach((label, of) -> counts.merge(label, of, Integer::sum));
        if (overfull || other.overfull || counts.size() > MOST_LABELS) {
            return tooMany();
        }
        SortedMap<Integer, LabelSums> both = new TreeMap<>();
        parts.forEach((fold, sums) -> add(fold, sums, both));
        other.parts.forEach((fold, sums) -> add(fold, sums, both));
        return new LabelParts(both, counts, false);
    }

    private static void add(int fold, LabelSums sums, SortedMap<Integer, LabelSums> to) {
        to.computeIfAbsent(fold, unused -> new LabelSums(sums.dimension())).merge(sums);
    }

    /** Whether it is of some of so many parts, of cells of d dimensions. */
    boolean isOf(int folds, int dimension) {
        return parts.entrySet().stream()
                .allMatch(part -> part.getKey() >= 0
                        && part.getKey() < folds
                        && part.getValue().dimension() == dimension);
    }

    /** The whole numbers of it, which the order of cells has no part in: cells by part and label, and batches by label. */
    Object counts() {
        SortedMap<Integer, SortedMap<String, Long>> cells = new TreeMap<>();
        parts.forEach((fold, sums) -> cells.put(fold, sums.cells()));
        return List.of(cells, batches, overfull);
    }

    /** Which of some parts have labels. */
    LabelExchanges.LabelledParts labelled(int folds) {
        boolean[] there = new boolean[folds];
        parts.keySet().forEach(fold -> there[fold] = true);
        return new LabelExchanges.LabelledParts(there, overfull);
    }

    /** What is known of these cells and what was known before. */
    LabelReference addedTo(LabelReference known, int minCells) {
        return known.with(all(-1, known.dimension()), batches, minCells);
    }

    /** What the others tell, without those of one part, of d dimensions. */
    LabelReference without(int fold, int dimension, int minCells) {
        return LabelReference.none(dimension).with(all(fold, dimension), batches, minCells);
    }

    private LabelSums all(int but, int dimension) {
        LabelSums all = new LabelSums(dimension);
        parts.forEach((fold, sums) -> {
            if (fold != but) {
                all.merge(sums);
            }
        });
        return all;
    }
}
