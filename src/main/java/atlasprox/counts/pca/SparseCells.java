package atlasprox.counts.pca;

import java.util.Arrays;

/** What a few cells have of some genes, cell after cell. */
final class SparseCells {
    private final int[] end;
    private int[] genes;
    private double[] values;
    private int cells;
    private int size;

    /** @param most how many cells there is room for */
    SparseCells(int most) {
        this.end = new int[most];
        this.genes = new int[most];
        this.values = new double[most];
    }

    /** Adds a value of the cell that is not ended yet; its genes ascend. */
    void add(int gene, double value) {
        if (size == genes.length) {
            genes = Arrays.copyOf(genes, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        genes[size] = gene;
        values[size++] = value;
    }

    void endCell() {
        end[cells++] = size;
    }

    void clear() {
        cells = 0;
        size = 0;
    }

    int cells() {
        return cells;
    }

    /** The number of values of all cells. */
    int size() {
        return size;
    }

    /** Where the values of a cell end. */
    int end(int cell) {
        return end[cell];
    }

    int gene(int i) {
        return genes[i];
    }

    double value(int i) {
        return values[i];
    }

    /** @param sums of genes, this class' first one at {@code from}, to which the cells' values are added */
    void addTo(double[] sums, int from) {
        for (int i = 0; i < size; i++) {
            sums[from + genes[i]] += values[i];
        }
    }

    /** Adds factor times the values from one to another to the sums of their genes; of four products none waits for another. */
    void addTo(double[] sums, double factor, int begin, int until) {
        int[] of = genes;
        double[] has = values;
        int i = begin;
        for (; i + 3 < until; i += 4) {
            int a = of[i];
            int b = of[i + 1];
            int c = of[i + 2];
            int d = of[i + 3];
            double ofA = sums[a] + factor * has[i];
            double ofB = sums[b] + factor * has[i + 1];
            double ofC = sums[c] + factor * has[i + 2];
            double ofD = sums[d] + factor * has[i + 3];
            sums[a] = ofA;
            sums[b] = ofB;
            sums[c] = ofC;
            sums[d] = ofD;
        }
        for (; i < until; i++) {
            sums[of[i]] += factor * has[i];
        }
    }
}
