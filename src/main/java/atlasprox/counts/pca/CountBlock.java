package atlasprox.counts.pca;

import java.util.Arrays;

/**
 * A few cells whose products are added up together. Their values are rounded to a grid, on which sums of products are exact, so that it makes no
 * difference which cells come together. Of rare genes it has what a cell has, of common ones all, zeros among them: a loop over these is compiled
 * to vector instructions, and costs less though it goes over more.
 */
public final class CountBlock {
    /** Enough that it pays to go over all sums of products for them, few enough that they stay at hand meanwhile. */
    static final int CELLS = 256;

    private final GeneOrder order;
    private final double grid;
    private final double reach;
    private final int[] end = new int[CELLS];
    private int[] which = new int[CELLS];
    private double[] values = new double[CELLS];
    private final double[][] common;
    private int cells;

    /**
     * @param order of the genes
     * @param grid values are rounded to multiples of 1 / grid
     * @param reach the largest value that any cell may have
     */
    CountBlock(GeneOrder order, double grid, double reach) {
        this.order = order;
        this.grid = grid;
        this.reach = reach;
        this.common = new double[CELLS][order.common()];
    }

    /**
     * Adds a cell, where the block is not full.
     *
     * @param numbers of the genes of which it has some, ascending
     * @param has what it has of each
     * @throws IllegalArgumentException if one is beyond what was said to be the largest
     */
    public void add(int[] numbers, double[] has) {
        int to = size();
        if (to + numbers.length > which.length) {
            int room = Math.max(to + numbers.length, 2 * which.length);
            which = Arrays.copyOf(which, room);
            values = Arrays.copyOf(values, room);
        }
        double[] ofCommon = common[cells];
        for (int i = 0; i < numbers.length; i++) {
            if (Math.abs(has[i]) > reach) {
                throw new IllegalArgumentException(has[i] + " is beyond " + reach);
            }
            double value = Math.rint(has[i] * grid) / grid;
            int place = order.place(numbers[i]);
            if (place < order.rare()) {
                which[to] = place;
                values[to++] = value;
            } else {
                ofCommon[place - order.rare()] = value;
            }
        }
        end[cells++] = to;
    }

    /** @return whether there is no room for another cell */
    public boolean isFull() {
        return cells == CELLS;
    }

    /** @return the number of cells */
    int cells() {
        return cells;
    }

    /** The number of values of rare genes that all cells have. */
    private int size() {
        return cells == 0 ? 0 : end[cells - 1];
    }

    void clear() {
        for (int cell = 0; cell < cells; cell++) {
            Arrays.fill(common[cell], 0.0);
        }
        cells = 0;
    }

    /** @param sums of each gene by its place, to which the cells' values are added */
    void addTo(double[] sums) {
        for (int i = 0; i < size(); i++) {
            sums[which[i]] += values[i];
        }
        for (int cell = 0; cell < cells; cell++) {
            for (int gene = 0; gene < order.common(); gene++) {
                sums[order.rare() + gene] += common[cell][gene];
            }
        }
    }

    /** @param products of every two genes by their places, the upper triangle row by row, to which the cells' are added */
    void addProductsTo(double[] products) {
        new CellsByGene(order, cells, which, values, end, common).addTo(products);
    }
}
