package atlasprox.metrics;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The local inverse Simpson index: how many groups a cell effectively meets among its neighbours (Korsunsky et al. 2019, Nature Methods
 * 16). Neighbours weigh exp(-beta distance), with beta such that their perplexity is a third of their number, the cell itself counted
 * in that number but given no weight, as in scib-metrics.
 */
final class Lisi {
    private static final int STEPS = 50;
    private static final double NEAR_ENOUGH = 1e-5;

    private Lisi() {}

    /**
     * @param codes the group of every cell, from 0
     * @return the median index over the cells, from 1 to the number of groups
     */
    static double median(Neighbours neighbours, int[] codes) {
        int groups = groups(codes);
        double[] sorted = IntStream.range(0, neighbours.cells())
                .parallel()
                .mapToDouble(cell -> of(cell, neighbours, codes, groups))
                .sorted()
                .toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    }

    /** One more than the largest code. */
    static int groups(int[] codes) {
        return Arrays.stream(codes).max().orElse(-1) + 1;
    }

    private static double of(int cell, Neighbours neighbours, int[] codes, int groups) {
        int[] index = neighbours.index()[cell];
        int[] others = IntStream.range(0, index.length)
                .filter(place -> index[place] != cell)
                .toArray();
        // Weights do not change with a common shift of distances, and this one keeps them from vanishing.
        double nearest = Arrays.stream(others)
                .mapToDouble(place -> neighbours.distance()[cell][place])
                .min()
                .orElse(0.0);
        double[] apart = Arrays.stream(others)
                .mapToDouble(place -> neighbours.distance()[cell][place] - nearest)
                .toArray();
        double[] weights = weights(apart, Math.log(Math.floor(index.length / 3.0)));
        double[] shares = new double[groups];
        for (int other = 0; other < others.length; other++) {
            shares[codes[index[others[other]]]] += weights[other];
        }
        return 1.0 / Arrays.stream(shares).map(share -> share * share).sum();
    }

    private static double[] weights(double[] apart, double wantedEntropy) {
        double low = 0.0;
        double high = Double.POSITIVE_INFINITY;
        double beta = 1.0;
        double[] weights = weightsAt(apart, beta);
        for (int step = 0; step < STEPS; step++) {
            double excess = entropy(weights) - wantedEntropy;
            if (Math.abs(excess) < NEAR_ENOUGH) {
                break;
            }
            if (excess > 0.0) {
                low = beta;
            } else {
                high = beta;
            }
            beta = high < Double.POSITIVE_INFINITY ? (low + high) / 2.0 : 2.0 * beta;
            weights = weightsAt(apart, beta);
        }
        return weights;
    }

    private static double[] weightsAt(double[] apart, double beta) {
        double[] weights = Arrays.stream(apart).map(d -> Math.exp(-beta * d)).toArray();
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    private static double entropy(double[] weights) {
        return -Arrays.stream(weights)
                .filter(weight -> weight > 0.0)
                .map(weight -> weight * Math.log(weight))
                .sum();
    }
}
