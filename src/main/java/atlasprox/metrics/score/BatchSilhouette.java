package atlasprox.metrics.score;

/**
 * Batch ASW (scIB, Luecken et al. 2022): within each label, 1 - |silhouette width| of the batches by Euclidean distance to the nearest
 * other batch; the mean over a label's cells, then the plain mean over labels. As scib-metrics' silhouette_batch, except that it is NaN,
 * not an error, where no label can be looked at. It overrates mixing where a batch has one near neighbour among far ones; see
 * {@link Bras}.
 */
public final class BatchSilhouette {
    private BatchSilhouette() {}

    /**
     * @param embedding n cells of d coordinates
     * @param labels the label of every cell, at least 0
     * @param batches the batch of every cell, at least 0
     * @return the score, in [0, 1], 1 where batches are mixed; NaN if no label has two batches and more cells than batches
     */
    public static double of(float[][] embedding, int[] labels, int[] batches) {
        return WithinLabels.mean(embedding, labels, batches, SilhouetteWidths::of);
    }
}
