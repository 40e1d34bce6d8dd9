package atlasprox.labels.learn;

import atlasprox.sample.CellKeys;
import java.io.Serializable;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Cells dealt to a few parts, each of which is left out in turn: by their batches, or by their own hashes where they are by none.
 *
 * @param ofBatches the part that each batch is of, from 0; empty where cells are dealt one by one
 * @param count the number of parts, at least 1
 */
public record LabelFolds(SortedMap<String, Integer> ofBatches, int count) implements Serializable {

    /**
     * @param count the number of parts, at least 1
     * @return cells dealt one by one
     */
    static LabelFolds byCell(int count) {
        return new LabelFolds(new TreeMap<>(), count);
    }

    /**
     * @param cells of each batch, at least one batch
     * @param most the most parts, at least 1; there are as many as batches where these are fewer
     * @return whole batches in parts of about as many cells
     */
    static LabelFolds byBatch(Map<String, Long> cells, int most) {
        long[] load = new long[Math.min(most, cells.size())];
        SortedMap<String, Integer> folds = new TreeMap<>();
        List<Map.Entry<String, Long>> largestFirst = cells.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        for (Map.Entry<String, Long> batch : largestFirst) {
            int emptiest = 0;
            for (int fold = 1; fold < load.length; fold++) {
                emptiest = load[fold] < load[emptiest] ? fold : emptiest;
            }
            folds.put(batch.getKey(), emptiest);
            load[emptiest] += batch.getValue();
        }
        return new LabelFolds(folds, new HashSet<>(folds.values()).size());
    }

    /** Whether there are parts, no more than are dealt to, and every batch is of one of them. */
    boolean isWhole() {
        return count >= 1
                && count <= LabelFit.MOST_PARTS
                && ofBatches.values().stream().allMatch(part -> part >= 0 && part < count);
    }

    boolean isByBatch() {
        return !ofBatches.isEmpty();
    }

    /**
     * @param batch a batch, also one that was not known when the parts were made
     * @return the part that its cells are of, where whole batches are dealt
     */
    int ofBatch(String batch) {
        return ofBatches.getOrDefault(batch, Math.floorMod(batch.hashCode(), count));
    }

    /**
     * @param batch a cell's batch
     * @param cell its d coordinates, as they are in the table
     * @return the part that it is of
     */
    int of(String batch, float[] cell) {
        return isByBatch() ? ofBatch(batch) : (int) Long.remainderUnsigned(CellKeys.content(cell), count);
    }
}
