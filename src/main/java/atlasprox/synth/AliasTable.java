package atlasprox.synth;

/**
 * Draws a number from 0 to n - 1 by weights in constant time: Walker's alias method, set up in n steps (Vose 1991, A linear algorithm for
 * generating random numbers with a given distribution, IEEE Transactions on Software Engineering 17).
 */
final class AliasTable {
    private final double[] kept;
    private final int[] alias;

    /** @param weights 0 or more each, and not 0 for all */
    AliasTable(double[] weights) {
        kept = scaled(weights);
        alias = new int[kept.length];
        int[] waiting = new int[kept.length];
        int small = 0;
        int large = kept.length;
        for (int i = 0; i < kept.length; i++) {
            waiting[kept[i] < 1 ? small++ : --large] = i;
        }
        pair(waiting, small, large);
    }

    /** The weights with a mean of 1. */
    private static double[] scaled(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double[] scaled = new double[weights.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = weights[i] * scaled.length / sum;
        }
        return scaled;
    }

    /** Those below 1, at the beginning, are filled up by those above, at the end, one after another. */
    private void pair(int[] waiting, int firstSmall, int firstLarge) {
        int small = firstSmall;
        int large = firstLarge;
        while (small > 0 && large < waiting.length) {
            int filled = waiting[--small];
            int giver = waiting[large];
            alias[filled] = giver;
            kept[giver] -= 1 - kept[filled];
            if (kept[giver] < 1) {
                large++;
                waiting[small++] = giver;
            }
        }
        // What is left is 1 but for rounding.
        while (small > 0) {
            kept[waiting[--small]] = 1;
        }
    }

    /**
     * @param uniform in [0, 1)
     * @return one of the numbers, as often as its weight says
     */
    int draw(double uniform) {
        double place = uniform * kept.length;
        int drawn = (int) place;
        return place - drawn < kept[drawn] ? drawn : alias[drawn];
    }
}
