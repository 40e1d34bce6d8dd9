package atlasprox.counts.genes;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How variable the genes are within one batch.
 *
 * @param score of each gene; not a number where it cannot be told
 * @param rank of each gene by these, 0 the most variable; {@link #UNRANKED} where the score is not a number
 */
public record GeneScores(double[] score, int[] rank) implements Serializable {
    /** Behind all others. */
    static final int UNRANKED = Integer.MAX_VALUE;

    /**
     * @param score of each gene; not a number where it cannot be told
     * @param ranked whether a gene takes part
     * @return these with ranks, genes of the same score in their order
     */
    static GeneScores of(double[] score, IntPredicate ranked) {
        int[] rank = new int[score.length];
        Arrays.fill(rank, UNRANKED);
        int[] order = IntStream.range(0, score.length)
                .filter(gene -> ranked.test(gene) && !Double.isNaN(score[gene]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer gene) -> -score[gene]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int place = 0; place < order.length; place++) {
            rank[order[place]] = place;
        }
        return new GeneScores(score, rank);
    }
}
