package atlasprox.counts.pca;

import java.io.Serializable;

/** The order of K genes in which products are added up: first the rare ones, of which most cells have none, then the common ones. */
final class GeneOrder implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int[] place;
    private final int rare;

    /** @param common for each gene whether it is one of the common */
    GeneOrder(boolean[] common) {
        int among = 0;
        for (boolean one : common) {
            among += one ? 0 : 1;
        }
        this.rare = among;
        this.place = new int[common.length];
        int nextRare = 0;
        int nextCommon = among;
        for (int gene = 0; gene < place.length; gene++) {
            place[gene] = common[gene] ? nextCommon++ : nextRare++;
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

    /** The place of a gene; genes of one kind keep their order. */
    int place(int gene) {
        return place[gene];
    }
}
