package atlasprox.labels;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Batches dealt to a few parts, each of which is left out in turn. */
public final class LabelFolds {
    private LabelFolds() {}

    /**
     * @param cells of each batch
     * @param most the most parts, at least 1; there are as many as batches where these are fewer
     * @return the part that each batch is of, from 0; parts have about as many cells
     */
    public static Map<String, Integer> of(Map<String, Long> cells, int most) {
        long[] load = new long[Math.max(1, Math.min(most, cells.size()))];
        Map<String, Integer> folds = new HashMap<>();
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
        return folds;
    }

    /**
     * @param folds the part that each batch is of
     * @return the number of parts
     */
    public static int count(Map<String, Integer> folds) {
        return (int) folds.values().stream().distinct().count();
    }
}
