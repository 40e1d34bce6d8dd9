package atlasprox.aligned.round;

import java.util.stream.IntStream;

/**
 * What groups are of.
 *
 * @param prototype for each group its prototype, ascending
 * @param label for each the number of its label; groups of different labels are of different kinds
 * @param value for each the number of its value to preserve
 */
record Grouping(int[] prototype, int[] label, int[] value) {

    /** One group a prototype. */
    static Grouping plain(int groups) {
        return new Grouping(IntStream.range(0, groups).toArray(), new int[groups], new int[groups]);
    }

    int prototypes() {
        return prototype.length == 0 ? 0 : prototype[prototype.length - 1] + 1;
    }

    /**
     * @param ofGroups G x d
     * @param weight for each group how much it counts
     * @return K x d means over the groups of each prototype; zeros where none counts
     */
    double[][] means(double[][] ofGroups, double[] weight) {
        double[] all = new double[prototypes()];
        for (int g = 0; g < weight.length; g++) {
            all[prototype[g]] += weight[g];
        }
        double[][] means = new double[all.length][ofGroups[0].length];
        for (int g = 0; g < weight.length; g++) {
            double[] mean = means[prototype[g]];
            for (int j = 0; j < mean.length && weight[g] > 0.0; j++) {
                mean[j] += weight[g] / all[prototype[g]] * ofGroups[g][j];
            }
        }
        return means;
    }
}
