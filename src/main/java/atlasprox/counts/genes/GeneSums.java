package atlasprox.counts.genes;

import atlasprox.math.PairSums;
import java.io.Serializable;

/** Sums over cells of what each of G genes has of them, and of its squares: the same in any order. 40 bytes a gene. */
public final class GeneSums implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Of the sum of squares. */
    private static final double ROUND_OFF = 1e-14;

    private final PairSums sum;
    private final PairSums square;
    private final long[] expressing;
    private long cells;

    /** @param genes their number G */
    public GeneSums(int genes) {
        this.sum = new PairSums(genes);
        this.square = new PairSums(genes);
        this.expressing = new long[genes];
    }

    /**
     * Adds a cell.
     *
     * @param genes the numbers of the genes of which it has some
     * @param values what it has of each, not 0
     */
    public void add(int[] genes, double[] values) {
        cells++;
        for (int i = 0; i < genes.length; i++) {
            sum.add(genes[i], values[i]);
            square.add(genes[i], values[i] * values[i]);
            expressing[genes[i]]++;
        }
    }

    /**
     * @param other sums of other cells, left as they are
     * @return these sums, with the others'
     */
    public GeneSums merge(GeneSums other) {
        sum.merge(other.sum);
        square.merge(other.square);
        for (int gene = 0; gene < expressing.length; gene++) {
            expressing[gene] += other.expressing[gene];
        }
        cells += other.cells;
        return this;
    }

    /** @return the number of genes G */
    public int genes() {
        return expressing.length;
    }

    /** @return the number of cells n */
    public long cells() {
        return cells;
    }

    /**
     * @param gene a gene's number
     * @return the number of cells that have some of it
     */
    public long expressing(int gene) {
        return expressing[gene];
    }

    /**
     * @param gene a gene's number
     * @return the sum over cells
     */
    public double sum(int gene) {
        return sum.get(gene);
    }

    /**
     * @param gene a gene's number
     * @return the sum of squares over cells
     */
    public double square(int gene) {
        return square.get(gene);
    }

    /**
     * @param gene a gene's number
     * @return the mean over cells
     */
    public double mean(int gene) {
        return sum.get(gene) / cells;
    }

    /**
     * @param gene a gene's number
     * @return the variance over cells, divided by n - 1, or by 1 where there is one cell only
     */
    public double variance(int gene) {
        double mean = mean(gene);
        double scatter = square.get(gene) - cells * mean * mean;
        // What is left of equal numbers is rounding.
        return scatter > ROUND_OFF * square.get(gene) ? scatter / Math.max(1L, cells - 1L) : 0.0;
    }
}
