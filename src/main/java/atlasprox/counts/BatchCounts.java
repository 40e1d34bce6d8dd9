package atlasprox.counts;

import atlasprox.counts.genes.GeneSums;
import atlasprox.math.PairSums;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;

/** What the cells of one batch come to; the same in any order of theirs. 40 bytes a gene. */
public final class BatchCounts implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int DEPTH = 0;
    private static final int GENES = 1;

    private final EnumMap<CountDefect, Long> defects = new EnumMap<>(CountDefect.class);
    private final PairSums perCell = new PairSums(2);
    private final GeneSums sums;
    private double largest;
    private double fraction;
    private long fractions;

    /** @param genes their number G */
    BatchCounts(int genes) {
        this.sums = new GeneSums(genes);
    }

    /**
     * @param cell as it was read
     * @param summed what of it goes into the sums of the genes
     * @param last the largest value of it that a component is made of
     */
    void add(CellCounts cell, CellCounts summed, double last) {
        sums.add(summed.genes(), summed.values());
        perCell.add(DEPTH, cell.depth());
        perCell.add(GENES, cell.genes().length);
        largest = Math.max(largest, last);
        for (double value : cell.values()) {
            if (value != Math.rint(value)) {
                // Of several the largest, whichever came first.
                fraction = Math.max(fraction, value);
                fractions++;
            }
        }
    }

    void addDefect(CountDefect defect) {
        defects.merge(defect, 1L, Long::sum);
    }

    BatchCounts merge(BatchCounts other) {
        other.defects.forEach((defect, rows) -> defects.merge(defect, rows, Long::sum));
        perCell.merge(other.perCell);
        sums.merge(other.sums);
        largest = Math.max(largest, other.largest);
        fraction = Math.max(fraction, other.fraction);
        fractions += other.fractions;
        return this;
    }

    GeneSums sums() {
        return sums;
    }

    /** The same without what is known of each gene. */
    Summary summary() {
        long cells = sums.cells();
        int expressed = 0;
        for (int gene = 0; gene < sums.genes(); gene++) {
            expressed += sums.expressing(gene) > 0 ? 1 : 0;
        }
        return new Summary(
                cells,
                Map.copyOf(defects),
                cells == 0 ? 0.0 : perCell.get(DEPTH) / cells,
                cells == 0 ? 0.0 : perCell.get(GENES) / cells,
                expressed,
                largest,
                fractions,
                fraction);
    }

    /**
     * The quality of a batch's counts.
     *
     * @param cells usable cells
     * @param defects rows that are none, by reason
     * @param depth counts in a cell, in the mean
     * @param genesPerCell genes of which a cell has some, in the mean
     * @param expressed genes of which any cell has some
     * @param largest value that a component is made of
     * @param fractions how many values are no whole numbers
     * @param fraction the largest of these
     */
    public record Summary(
            long cells,
            Map<CountDefect, Long> defects,
            double depth,
            double genesPerCell,
            int expressed,
            double largest,
            long fractions,
            double fraction)
            implements Serializable {

        /** @return rows that are no usable cells */
        public long unusable() {
            return defects.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
