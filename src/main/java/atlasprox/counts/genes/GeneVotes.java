package atlasprox.counts.genes;

import atlasprox.math.PairSums;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the batches say of which genes are variable; the same in any order of theirs. 24 bytes a gene, and 8 for each batch and gene that is
 * wanted.
 */
public final class GeneVotes implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int wanted;
    private final int[] among;
    private final int[] scored;
    private final PairSums score;
    private final List<long[]> ranked = new ArrayList<>();

    /**
     * @param genes the number of genes G
     * @param wanted how many are to be chosen
     */
    public GeneVotes(int genes, int wanted) {
        this.wanted = wanted;
        this.among = new int[genes];
        this.scored = new int[genes];
        this.score = new PairSums(genes);
    }

    /**
     * @param batch a batch's scores
     * @return these votes, with the batch's
     */
    public GeneVotes add(GeneScores batch) {
        long[] first = new long[Math.min(wanted, among.length)];
        int count = 0;
        for (int gene = 0; gene < among.length; gene++) {
            if (!Double.isNaN(batch.score()[gene])) {
                score.add(gene, batch.score()[gene]);
                scored[gene]++;
            }
            if (batch.rank()[gene] < wanted) {
                among[gene]++;
                first[count++] = (long) gene << Integer.SIZE | batch.rank()[gene];
            }
        }
        ranked.add(Arrays.copyOf(first, count));
        return this;
    }

    /**
     * @param other votes of other batches, left as they are
     * @return these votes, with the others'
     */
    public GeneVotes merge(GeneVotes other) {
        score.merge(other.score);
        for (int gene = 0; gene < among.length; gene++) {
            among[gene] += other.among[gene];
            scored[gene] += other.scored[gene];
        }
        ranked.addAll(other.ranked);
        return this;
    }

    int genes() {
        return among.length;
    }

    int wanted() {
        return wanted;
    }

    /** In how many batches a gene is among the most variable. */
    int among(int gene) {
        return among[gene];
    }

    /** The mean over the batches that have one; below all others where none has. */
    double meanScore(int gene) {
        return scored[gene] == 0 ? Double.NEGATIVE_INFINITY : score.get(gene) / scored[gene];
    }

    /** For each gene the median rank in the batches in which it is among the most variable; infinite where it is in none. */
    double[] medianRanks() {
        int[][] ranks = new int[among.length][];
        for (int gene = 0; gene < ranks.length; gene++) {
            ranks[gene] = new int[among[gene]];
        }
        int[] count = new int[ranks.length];
        for (long[] batch : ranked) {
            for (long one : batch) {
                int gene = (int) (one >>> Integer.SIZE);
                ranks[gene][count[gene]++] = (int) one;
            }
        }
        return Arrays.stream(ranks).mapToDouble(GeneVotes::median).toArray();
    }

    private static double median(int[] ranks) {
        if (ranks.length == 0) {
            return Double.POSITIVE_INFINITY;
        }
        Arrays.sort(ranks);
        int middle = ranks.length / 2;
        return ranks.length % 2 == 1 ? ranks[middle] : (ranks[middle - 1] + ranks[middle]) / 2.0;
    }
}
