package atlasprox.aligned.model;

/**
 * How many cells a weighted sum rests on, as far as what it tells of a single cell goes: the sum of their weights by the largest. No cell makes
 * up more than its m-th part where this is m or more (the dominance rule of statistical offices, beside their rule of a least number). It is the
 * number of cells where all count alike, and never more than that, nor than the effective number {@code (sum w)^2 / sum w^2}.
 */
public final class CellsBehind {
    private CellsBehind() {}

    /**
     * @param sum of the cells' weights, at least 0
     * @param largest of the cells' weights, at least 0
     * @param least the least number of cells behind what is told, at least 1
     * @return whether there are as many; of one there are always, however sums are rounded
     */
    public static boolean areAtLeast(int least, double sum, double largest) {
        return least <= 1 || sum >= least * largest;
    }
}
