package atlasprox.counts.pca;

/** The cells of a block by gene, so that one gene's sums of products stay at hand while all of its cells add to them. */
final class CellsByGene {
    private final GeneOrder order;
    private final int[] which;
    private final double[] values;
    private final double[][] common;
    /** By gene, where its cells begin in the next three. */
    private final int[] first;

    private final int[] cell;
    private final double[] has;
    /** Of rare genes: where in {@code which} this cell's values begin with this gene, and where they end. */
    private final int[] from;

    private final int[] to;

    /**
     * @param order of the genes
     * @param cells their number
     * @param which the rare genes of which a cell has some, cell after cell
     * @param values what it has of each
     * @param end where each cell's end
     * @param common cell x common gene
     */
    CellsByGene(GeneOrder order, int cells, int[] which, double[] values, int[] end, double[][] common) {
        this.order = order;
        this.which = which;
        this.values = values;
        this.common = common;
        int rareValues = end[cells - 1];
        this.first = first(rareValues, cells);
        this.cell = new int[first[order.genes()]];
        this.has = new double[cell.length];
        this.from = new int[rareValues];
        this.to = new int[rareValues];
        int[] next = first.clone();
        for (int one = 0, i = 0; one < cells; one++) {
            for (; i < end[one]; i++) {
                int place = next[which[i]]++;
                cell[place] = one;
                has[place] = values[i];
                from[place] = i;
                to[place] = end[one];
            }
            for (int gene = 0; gene < order.common(); gene++) {
                if (common[one][gene] != 0.0) {
                    int place = next[order.rare() + gene]++;
                    cell[place] = one;
                    has[place] = common[one][gene];
                }
            }
        }
    }

    private int[] first(int rareValues, int cells) {
        int[] counts = new int[order.genes() + 1];
        for (int i = 0; i < rareValues; i++) {
            counts[which[i] + 1]++;
        }
        for (int one = 0; one < cells; one++) {
            for (int gene = 0; gene < order.common(); gene++) {
                counts[order.rare() + gene + 1] += common[one][gene] != 0.0 ? 1 : 0;
            }
        }
        for (int gene = 0; gene < order.genes(); gene++) {
            counts[gene + 1] += counts[gene];
        }
        return counts;
    }

    /** @param products of every two genes by their places, the upper triangle row by row, to which the cells' are added */
    void addTo(double[] products) {
        double[] withRare = new double[order.rare()];
        double[] withCommon = new double[order.common()];
        int row = 0;
        for (int gene = 0; gene < order.genes(); gene++) {
            for (int k = first[gene]; gene < order.rare() && k < first[gene + 1]; k++) {
                addRare(withRare, has[k], from[k], to[k]);
            }
            int firstCommon = Math.max(0, gene - order.rare());
            addCommon(withCommon, gene, firstCommon);
            row = move(withRare, Math.min(gene, order.rare()), products, row);
            row = move(withCommon, firstCommon, products, row);
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

    /** Of four products none waits for another. */
    private void addRare(double[] sums, double value, int begin, int end) {
        int[] genes = which;
        double[] others = values;
        int j = begin;
        for (; j + 3 < end; j += 4) {
            int a = genes[j];
            int b = genes[j + 1];
            int c = genes[j + 2];
            int d = genes[j + 3];
            double ofA = sums[a] + value * others[j];
            double ofB = sums[b] + value * others[j + 1];
            double ofC = sums[c] + value * others[j + 2];
            double ofD = sums[d] + value * others[j + 3];
            sums[a] = ofA;
            sums[b] = ofB;
            sums[c] = ofC;
            sums[d] = ofD;
        }
        for (; j < end; j++) {
            sums[genes[j]] += value * others[j];
        }
    }

    private void addCommon(double[] sums, int gene, int begin) {
        int k = first[gene];
        for (; k + 3 < first[gene + 1]; k += 4) {
            addFour(sums, k, begin);
        }
        for (; k < first[gene + 1]; k++) {
            double[] all = common[cell[k]];
            double value = has[k];
            for (int j = begin; j < sums.length; j++) {
                sums[j] += value * all[j];
            }
        }
    }

    /** Arrays of their own, at one and the same place of each: so it is compiled to vector instructions. */
    private void addFour(double[] sums, int k, int begin) {
        double[] a = common[cell[k]];
        double[] b = common[cell[k + 1]];
        double[] c = common[cell[k + 2]];
        double[] d = common[cell[k + 3]];
        double ofA = has[k];
        double ofB = has[k + 1];
        double ofC = has[k + 2];
        double ofD = has[k + 3];
        for (int j = begin; j < sums.length; j++) {
            sums[j] += ofA * a[j] + ofB * b[j] + (ofC * c[j] + ofD * d[j]);
        }
    }
}
