package atlasprox.counts.pca;

import java.util.Arrays;

/**
 * A few cells, by gene: so that a row of products stays at hand while all of them add to it. Their values are rounded to a grid, on which sums of
 * products are exact, so that it makes no difference which cells come together.
 */
public final class CellBlock {
    private static final int CELLS = 128;

    private final int genes;
    private final double grid;
    private final double reach;
    private final int[] end = new int[CELLS];
    private int[] which = new int[CELLS];
    private double[] values = new double[CELLS];
    private int cells;

    /**
     * @param genes the number of genes K
     * @param grid values are rounded to multiples of 1 / grid
     * @param reach the largest value that any cell may have
     */
    CellBlock(int genes, double grid, double reach) {
        this.genes = genes;
        this.grid = grid;
        this.reach = reach;
    }

    /**
     * Adds a cell, where the block is not full.
     *
     * @param numbers of the genes of which it has some, ascending
     * @param has what it has of each
     * @throws IllegalArgumentException if one is beyond what was said to be the largest
     */
    public void add(int[] numbers, double[] has) {
        int from = size();
        if (from + numbers.length > which.length) {
            int room = Math.max(from + numbers.length, 2 * which.length);
            which = Arrays.copyOf(which, room);
            values = Arrays.copyOf(values, room);
        }
        for (int i = 0; i < numbers.length; i++) {
            if (Math.abs(has[i]) > reach) {
                throw new IllegalArgumentException(has[i] + " is beyond " + reach);
            }
            which[from + i] = numbers[i];
            values[from + i] = Math.rint(has[i] * grid) / grid;
        }
        end[cells++] = from + numbers.length;
    }

    /** @return whether there is no room for another cell */
    public boolean isFull() {
        return cells == CELLS;
    }

    /** @return the number of cells */
    int cells() {
        return cells;
    }

    /** The number of values of all cells. */
    private int size() {
        return cells == 0 ? 0 : end[cells - 1];
    }

    void clear() {
        cells = 0;
    }

    /** @param sums of each gene, to which the cells' values are added */
    void addTo(double[] sums) {
        for (int i = 0; i < size(); i++) {
            sums[which[i]] += values[i];
        }
    }

    /** @param products of every two genes, the upper triangle row by row, to which the cells' are added */
    void addProductsTo(double[] products) {
        int[] first = new int[genes + 1];
        for (int i = 0; i < size(); i++) {
            first[which[i] + 1]++;
        }
        for (int gene = 0; gene < genes; gene++) {
            first[gene + 1] += first[gene];
        }
        int[] next = first.clone();
        int[] place = new int[size()];
        int[] last = new int[size()];
        for (int cell = 0, i = 0; cell < cells; cell++) {
            for (; i < end[cell]; i++) {
                int to = next[which[i]]++;
                place[to] = i;
                last[to] = end[cell];
            }
        }
        int row = 0;
        for (int gene = 0; gene < genes; gene++) {
            for (int k = first[gene]; k < first[gene + 1]; k++) {
                addRow(products, row, place[k], last[k]);
            }
            row += genes - 1 - gene;
        }
    }

    /** Products of one of a cell's values with itself and those behind it. */
    private void addRow(double[] products, int row, int from, int to) {
        int[] numbers = which;
        double[] has = values;
        double value = has[from];
        for (int j = from; j < to; j++) {
            products[row + numbers[j]] += value * has[j];
        }
    }
}
