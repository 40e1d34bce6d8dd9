package atlasprox.report;

import java.util.List;

/**
 * A sample of cells in two dimensions, before and after correction.
 *
 * @param axes what the two dimensions are, e.g. {@code X_pca 1}
 * @param batches the batches' names, in the order of {@code batchOf}'s numbers
 * @param labels the labels' names, empty where no label column was given
 * @param batchOf one batch number a cell
 * @param labelOf one label number a cell, -1 where missing; empty where no label column was given
 * @param before two coordinates a cell
 * @param after two coordinates a cell
 * @param cells how many cells the sample was drawn from
 */
public record Picture(
        List<String> axes,
        List<String> batches,
        List<String> labels,
        int[] batchOf,
        int[] labelOf,
        float[][] before,
        float[][] after,
        long cells) {}
