package atlasprox.report;

import java.util.List;

/**
 * A sample of cells in two dimensions, once for each embedding of theirs.
 *
 * @param batches the batches' names, in the order of {@code batchOf}'s numbers
 * @param labels the labels' names, empty where no label column was given
 * @param batchOf one batch number a cell
 * @param labelOf one label number a cell, -1 where missing; empty where no label column was given
 * @param layouts the same cells in the same order by each embedding; the first is what the others are compared with
 * @param cells how many cells the sample was drawn from
 */
public record Picture(
        List<String> batches, List<String> labels, int[] batchOf, int[] labelOf, List<Layout> layouts, long cells) {

    /**
     * Where an embedding has the cells.
     *
     * @param embedding its name
     * @param leading its first two dimensions, two coordinates a cell
     * @param umap its UMAP, two coordinates a cell; null where there is none, and then no layout has one
     */
    public record Layout(String embedding, float[][] leading, float[][] umap) {}
}
