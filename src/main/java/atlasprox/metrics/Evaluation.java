package atlasprox.metrics;

import java.util.List;

/**
 * Embeddings of the same cells, scored side by side.
 *
 * @param profile which metrics the aggregates take, a {@link Profile}'s name in lower case
 * @param cells the cells that have a batch and every embedding
 * @param scored of these, the cells scored: all, or a sample
 * @param labelled of the scored ones, those that have a label; label metrics are of these alone
 * @param batches the number of batches among the scored cells
 * @param labels the number of labels among them; 0 without a label column
 * @param seed the seed of the sample, of k-means and of Leiden
 * @param seconds the time that scoring took
 * @param embeddings the scores, in the order asked for; the first is what PCR comparison and preserved structure compare the others with
 * @param notes what a reader should know about these figures, one plain sentence each
 */
public record Evaluation(
        String profile,
        long cells,
        int scored,
        int labelled,
        int batches,
        int labels,
        long seed,
        double seconds,
        List<EmbeddingScores> embeddings,
        List<String> notes) {}
