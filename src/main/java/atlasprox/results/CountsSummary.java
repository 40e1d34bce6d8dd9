package atlasprox.results;

import java.util.Map;

/**
 * How an embedding was made of counts.
 *
 * @param layer the counts
 * @param geneId the column that names the genes; null for their index
 * @param genesJoin which genes were taken of inputs with different ones; null where they are to have the same
 * @param settings every setting by its name, with the value in force
 * @param model the saved model that embedded the cells; null where it was made of them
 * @param genesRead how many genes the input has
 * @param genesTaken how many of these the embedding is made of
 * @param share of the variance of these genes that each component has; null for a method that does not tell
 * @param batches the quality of each batch's counts; empty where a saved model embedded the cells
 */
public record CountsSummary(
        String layer,
        String geneId,
        String genesJoin,
        Map<String, Object> settings,
        String model,
        int genesRead,
        int genesTaken,
        double[] share,
        Map<String, CountQuality> batches) {

    /**
     * The quality of a batch's counts.
     *
     * @param cells usable cells
     * @param unusable rows that are none
     * @param depth counts in a cell, in the mean
     * @param genesPerCell genes of which a cell has some, in the mean
     * @param expressed genes of which any cell has some
     */
    public record CountQuality(long cells, long unusable, double depth, double genesPerCell, int expressed) {}
}
