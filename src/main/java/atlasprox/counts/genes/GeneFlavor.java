package atlasprox.counts.genes;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/** How highly variable genes are told, and chosen for several batches at once. */
public enum GeneFlavor {
    /**
     * By {@linkplain SeuratDispersions normalised dispersions} of normalised counts: first by the number of batches in which a gene is among the
     * most variable, then by its mean.
     */
    SEURAT {
        @Override
        Comparator<Integer> order(GeneVotes votes) {
            return Comparator.comparingInt((Integer gene) -> -votes.among(gene))
                    .thenComparingDouble(gene -> -votes.meanScore(gene));
        }
    },

    /**
     * By {@linkplain SeuratV3Variances variances of standardised counts}: first by the median of a gene's ranks in the batches in which it is
     * among the most variable, then by the number of these.
     */
    SEURAT_V3 {
        @Override
        Comparator<Integer> order(GeneVotes votes) {
            double[] median = votes.medianRanks();
            return Comparator.comparingDouble((Integer gene) -> median[gene])
                    .thenComparingInt(gene -> -votes.among(gene));
        }
    };

    /**
     * @param name a flavor's name, in small letters
     * @return the flavor
     */
    public static GeneFlavor of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /**
     * @param votes of all batches
     * @return the numbers of the chosen genes, ascending; all where no more are there than wanted
     */
    public int[] chosen(GeneVotes votes) {
        return IntStream.range(0, votes.genes())
                .boxed()
                .sorted(order(votes))
                .limit(votes.wanted())
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    /** Genes that are chosen first come first; of two that are alike the one that comes first in the table. */
    abstract Comparator<Integer> order(GeneVotes votes);

    /** @return the name as settings have it, such as {@code seurat_v3} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
