package atlasprox.metrics.score;

import atlasprox.metrics.groups.Groups;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How well isolated labels, those found in the fewest batches, lie apart from all others: the mean over them of their average silhouette
 * width, scaled to [0, 1] (scIB, Luecken et al. 2022, its ASW variant). As scib-metrics' isolated_labels.
 */
public final class IsolatedLabels {
    private IsolatedLabels() {}

    /**
     * @param widths the {@link SilhouetteWidths} of the cells by label
     * @param labels the label of every cell, at least 0
     * @param batches the batch of every cell, at least 0
     * @return the score, in [0, 1]; higher is better; NaN without cells
     */
    public static double of(double[] widths, int[] labels, int[] batches) {
        return Arrays.stream(cells(labels, batches))
                .mapToDouble(cells -> LabelSilhouette.of(
                        Arrays.stream(cells).mapToDouble(cell -> widths[cell]).toArray()))
                .average()
                .orElse(Double.NaN);
    }

    /** The cells of every isolated label. */
    static int[][] cells(int[] labels, int[] batches) {
        int[][] cells = Arrays.stream(Groups.of(labels))
                .filter(there -> there.length > 0)
                .toArray(int[][]::new);
        long[] found = Arrays.stream(cells)
                .mapToLong(there ->
                        Arrays.stream(Groups.at(there, batches)).distinct().count())
                .toArray();
        long fewest = Arrays.stream(found).min().orElse(0L);
        return IntStream.range(0, cells.length)
                .filter(label -> found[label] == fewest)
                .mapToObj(label -> cells[label])
                .toArray(int[][]::new);
    }
}
