package atlasprox.counts.pca;

import java.io.Serializable;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The order of K genes in which products are added up: first the rare ones, of which most cells have none, then the common ones, from those that the
 * fewest cells have. A product of two common genes takes as long as there are cells that have the first, so the fewer the better.
 */
public final class GeneOrder implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Of the cells, have some of a common gene; {@code CommonGenesBenchmark}, among the tests, prints the time by this. */
    private static final double COMMON = 0.125;

    private final int[] place;
    private final int rare;

    /** @param shares for each gene the share of the cells, 0 to 1, that have some of it; sums are the same whatever they are */
    public GeneOrder(double[] shares) {
        this(shares, COMMON);
    }

    /** @param common the share from which on it costs less to go over all cells than over those that have some */
    GeneOrder(double[] shares, double common) {
        int[] rareOnes = IntStream.range(0, shares.length)
                .filter(gene -> shares[gene] < common)
                .toArray();
        int[] commonOnes = IntStream.range(0, shares.length)
                .filter(gene -> shares[gene] >= common)
                .boxed()
                .sorted(Comparator.comparingDouble(gene -> shares[gene]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.rare = rareOnes.length;
        this.place = new int[shares.length];
        for (int i = 0; i < rare; i++) {
            place[rareOnes[i]] = i;
        }
        for (int i = 0; i < commonOnes.length; i++) {
            place[commonOnes[i]] = rare + i;
        }
    }

    int genes() {
        return place.length;
    }

    /** The number of rare genes, and the place of the first common one. */
    int rare() {
        return rare;
    }

    int common() {
        return place.length - rare;
    }

    /** The place of a gene; rare genes keep their order. */
    int place(int gene) {
        return place[gene];
    }
}
