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

    /**
     * Which of several sums over the same cells are told: those of enough cells, but for the smallest of them as long as what is left over weighs
     * less than so many cells, as whoever knows the sum of all could take away what is told (complementary suppression, as statistical
     * offices call it).
     *
     * @param least the least number of cells behind what is told, at least 1
     * @param sums for each of the weights of its cells, at least 0
     * @param largest for each the largest of these weights
     * @return for each whether it is told; of at least one cell all are
     */
    public static boolean[] told(int least, double[] sums, double[] largest) {
        return told(least, sums, largest, 0.0);
    }

    /**
     * The same where some cells are in none of the sums.
     *
     * @param least the least number of cells behind what is told, at least 1
     * @param sums for each of the weights of its cells, at least 0
     * @param largest for each the largest of these weights
     * @param others the weights of the cells that are in none, summed up, at least 0
     * @return for each whether it is told
     */
    public static boolean[] told(int least, double[] sums, double[] largest, double others) {
        boolean[] told = new boolean[sums.length];
        double rest = others;
        for (int k = 0; k < told.length; k++) {
            told[k] = areAtLeast(least, sums[k], largest[k]);
            rest += told[k] ? 0.0 : sums[k];
        }
        for (int k = smallest(told, sums); k >= 0 && rest > 0.0 && rest < least; k = smallest(told, sums)) {
            told[k] = false;
            rest += sums[k];
        }
        return told;
    }

    /** The first of the smallest that have any cells; -1 for none. */
    private static int smallest(boolean[] told, double[] sums) {
        int smallest = -1;
        for (int k = 0; k < told.length; k++) {
            if (told[k] && sums[k] > 0.0 && (smallest < 0 || sums[k] < sums[smallest])) {
                smallest = k;
            }
        }
        return smallest;
    }
}
