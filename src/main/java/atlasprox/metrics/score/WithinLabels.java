package atlasprox.metrics.score;

import atlasprox.metrics.groups.Groups;
import java.util.Arrays;
import java.util.function.BiFunction;

/** Silhouettes of the batches within each label: near 0 where batches are mixed, whichever its sign. */
final class WithinLabels {
    private WithinLabels() {}

    /**
     * @param embedding n cells of d coordinates
     * @param labels the label of every cell, at least 0
     * @param batches the batch of every cell, at least 0
     * @param silhouettes the widths of an embedding's cells by batch
     * @return the plain mean, over labels of at least two batches one of which has at least two cells, of the label's mean of
     *     1 - |width|; NaN without such a label
     */
    static double mean(
            float[][] embedding, int[] labels, int[] batches, BiFunction<float[][], int[], double[]> silhouettes) {
        return Arrays.stream(Groups.of(labels))
                .filter(cells -> isComparable(Groups.at(cells, batches)))
                .mapToDouble(cells -> {
                    return mixing(silhouettes.apply(Groups.at(cells, embedding), Groups.at(cells, batches)));
                })
                .average()
                .orElse(Double.NaN);
    }

    private static boolean isComparable(int[] batches) {
        long distinct = Arrays.stream(batches).distinct().count();
        return distinct > 1 && distinct < batches.length;
    }

    private static double mixing(double[] widths) {
        return Arrays.stream(widths)
                .map(width -> 1.0 - Math.abs(width))
                .average()
                .orElseThrow();
    }
}
