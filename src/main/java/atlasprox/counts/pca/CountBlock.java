package atlasprox.counts.pca;

import java.util.Arrays;

/**
 * A few cells whose products are added up together. Their values are rounded to a grid, on which sums of products are exact, so that it makes no
 * difference which cells come together.
 */
public final class CountBlock {
    /** Enough that it pays to go over all sums of products for them, few enough that they stay at hand meanwhile. */
    private static final int CELLS = 256;

    private final GeneOrder order;
    private final double grid;
    private final double reach;
    private final SparseCells rare = new SparseCells(CELLS);
    private final SparseCells common = new SparseCells(CELLS);
    /** Cell x common gene, zeros among them. */
    private final double[][] all;

    /**
     * @param order of the genes
     * @param grid values are rounded to multiples of 1 / grid
     * @param reach the largest value that any cell may have
     */
    CountBlock(GeneOrder order, double grid, double reach) {
        this.order = order;
        this.grid = grid;
        this.reach = reach;
        this.all = new double[CELLS][order.common()];
    }

    /**
     * Adds a cell, where the block is not full.
     *
     * @param numbers of the genes of which it has some, ascending
     * @param has what it has of each
     * @throws IllegalArgumentException if one is beyond what was said to be the largest
     */
    public void add(int[] numbers, double[] has) {
        double[] ofCommon = all[cells()];
        for (int i = 0; i < numbers.length; i++) {
            if (Math.abs(has[i]) > reach) {
                throw new IllegalArgumentException(has[i] + " is beyond " + reach);
            }
            double value = Math.rint(has[i] * grid) / grid;
            int place = order.place(numbers[i]);
            if (place < order.rare()) {
                rare.add(place, value);
            } else {
                common.add(place - order.rare(), value);
                ofCommon[place - order.rare()] = value;
            }
        }
        rare.endCell();
        common.endCell();
    }

    /** @return whether there is no room for another cell */
    public boolean isFull() {
        return cells() == CELLS;
    }

    /** @return the number of cells */
    int cells() {
        return rare.cells();
    }

    void clear() {
        for (int cell = 0; cell < cells(); cell++) {
            Arrays.fill(all[cell], 0.0);
        }
        rare.clear();
        common.clear();
    }

    /** @param sums of each gene by its place, to which the cells' values are added */
    void addTo(double[] sums) {
        rare.addTo(sums, 0);
        common.addTo(sums, order.rare());
    }

    /** @param products of every two genes by their places, the upper triangle row by row, to which the cells' are added */
    void addProductsTo(double[] products) {
        CellsByGene byRare = new CellsByGene(rare, order.rare());
        CellsByGene byCommon = new CellsByGene(common, order.common());
        double[] withRare = new double[order.rare()];
        double[] withCommon = new double[order.common()];
        int next = 0;
        for (int gene = 0; gene < order.rare(); gene++) {
            byRare.addSparse(gene, withRare);
            next = move(withRare, gene, products, next);
            byRare.addFull(gene, all, 0, withCommon);
            next = move(withCommon, 0, products, next);
        }
        for (int gene = 0; gene < order.common(); gene++) {
            byCommon.addFull(gene, all, gene, withCommon);
            next = move(withCommon, gene, products, next);
        }
    }

    /** Adds sums to others, and sets them to 0. */
    private static int move(double[] sums, int begin, double[] products, int to) {
        int next = to;
        for (int i = begin; i < sums.length; i++) {
            products[next++] += sums[i];
            sums[i] = 0.0;
        }
        return next;
    }
}
