package atlasprox.metrics.score;

import atlasprox.metrics.score.SilhouetteWidths.Between;

/**
 * Batch removal adapted silhouette (Rautenstrauch and Ohler 2025): as {@link BatchSilhouette}, by 1 - cosine and against the mean of
 * all the cells of other batches rather than the nearest batch. As scib-metrics' bras, except that a cell of all zeros has distance 1 to
 * every other (there it spoils every width of its label), and that the score is NaN, not an error, where no label can be looked at.
 */
public final class Bras {
    private Bras() {}

    /**
     * @param embedding n cells of d coordinates
     * @param labels the label of every cell, at least 0
     * @param batches the batch of every cell, at least 0
     * @return the score, in [0, 1], 1 where batches are mixed; NaN if no label has two batches and more cells than batches
     */
    public static double of(float[][] embedding, int[] labels, int[] batches) {
        return WithinLabels.mean(embedding, labels, batches, Bras::widths);
    }

    private static double[] widths(float[][] embedding, int[] batches) {
        return SilhouetteWidths.of(new CosineSums(embedding, batches), batches, Between.MEAN_OTHER);
    }
}
