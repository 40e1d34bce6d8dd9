package atlasprox.counts.pca;

/** The cells that have some of a gene, gene after gene: so one gene's sums of products stay at hand while all of its cells add to them. */
final class CellsByGene {
    private final SparseCells cells;
    /** By gene, where its cells begin in the next three. */
    private final int[] first;

    private final int[] cell;
    private final double[] has;
    /** Where this value stands among the cells' values. */
    private final int[] at;

    /**
     * @param cells what they have
     * @param genes the number of genes
     */
    CellsByGene(SparseCells cells, int genes) {
        this.cells = cells;
        this.first = first(cells, genes);
        this.cell = new int[cells.size()];
        this.has = new double[cells.size()];
        this.at = new int[cells.size()];
        int[] next = first.clone();
        for (int one = 0, i = 0; one < cells.cells(); one++) {
            for (; i < cells.end(one); i++) {
                int place = next[cells.gene(i)]++;
                cell[place] = one;
                has[place] = cells.value(i);
                at[place] = i;
            }
        }
    }

    private static int[] first(SparseCells cells, int genes) {
        int[] first = new int[genes + 1];
        for (int i = 0; i < cells.size(); i++) {
            first[cells.gene(i) + 1]++;
        }
        for (int gene = 0; gene < genes; gene++) {
            first[gene + 1] += first[gene];
        }
        return first;
    }

    /** Adds a gene's products with itself and the genes behind it, each alone. */
    void addSparse(int gene, double[] sums) {
        for (int k = first[gene]; k < first[gene + 1]; k++) {
            cells.addTo(sums, has[k], at[k], cells.end(cell[k]));
        }
    }

    /**
     * Adds a gene's products with others, of which all values are given.
     *
     * @param all cell x other gene, zeros among them: more products, and less time for all, than where most cells have some and each comes alone
     * @param begin the first of the others
     * @param sums of the others
     */
    void addFull(int gene, double[][] all, int begin, double[] sums) {
        int k = first[gene];
        for (; k + 3 < first[gene + 1]; k += 4) {
            addFour(all, k, begin, sums);
        }
        for (; k < first[gene + 1]; k++) {
            double[] others = all[cell[k]];
            double value = has[k];
            for (int j = begin; j < sums.length; j++) {
                sums[j] += value * others[j];
            }
        }
    }

    /** Arrays of their own, at one and the same place of each: so it is compiled to vector instructions. */
    private void addFour(double[][] all, int k, int begin, double[] sums) {
        double[] a = all[cell[k]];
        double[] b = all[cell[k + 1]];
        double[] c = all[cell[k + 2]];
        double[] d = all[cell[k + 3]];
        double ofA = has[k];
        double ofB = has[k + 1];
        double ofC = has[k + 2];
        double ofD = has[k + 3];
        for (int j = begin; j < sums.length; j++) {
            sums[j] += ofA * a[j] + ofB * b[j] + (ofC * c[j] + ofD * d[j]);
        }
    }
}
