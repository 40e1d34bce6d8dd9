package atlasprox.metrics.score;

import atlasprox.metrics.groups.Groups;
import atlasprox.metrics.neighbours.Neighbours;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The local inverse Simpson index: how many groups a cell effectively meets among its neighbours (Korsunsky et al. 2019, Nature Methods
 * 16). Neighbours other than the cell itself weigh exp(-beta distance), with beta such that they have a wanted perplexity. Beta is halved in
 * on; a cell that has none of that kind after 50 steps, as its neighbours are all equally far, say, or too few, weighs them alike.
 */
final class Lisi {
    /** Both as in scib-metrics and in LISI's authors' program; the second is a difference of entropies. */
    private static final int STEPS = 50;

    private static final double NEAR_ENOUGH = 1e-5;

    private Lisi() {}

    /**
     * @param neighbours of every cell, itself included; their perplexity is a third of their number, as in scib-metrics
     * @param codes the group of every cell, from 0
     * @return the median index over the cells, from 1 to the number of groups
     */
    static double median(Neighbours neighbours, int[] codes) {
        int counted = neighbours.index()[0].length;
        double[] sorted = each(neighbours, codes, Math.floor(counted / 3.0));
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    }

    /**
     * @param neighbours as many of every cell, itself among them and at least one other
     * @param codes the group of every cell, from 0
     * @param perplexity of the weights of a cell's neighbours
     * @return the index of every cell, from 1 to the number of groups
     */
    static double[] each(Neighbours neighbours, int[] codes, double perplexity) {
        int groups = Groups.count(codes);
        return IntStream.range(0, neighbours.cells())
                .parallel()
                .mapToDouble(cell -> of(cell, neighbours, codes, groups, perplexity))
                .toArray();
    }

    private static double of(int cell, Neighbours neighbours, int[] codes, int groups, double perplexity) {
        int[] index = neighbours.index()[cell];
        int[] others = others(cell, index);
        double[] apart = apart(others, neighbours.distance()[cell]);
        double[] weights = weights(apart, Math.log(perplexity));
        double[] shares = new double[groups];
        for (int other = 0; other < others.length; other++) {
            shares[codes[index[others[other]]]] += weights[other];
        }
        double sum = Arrays.stream(weights).sum();
        double simpson = 0.0;
        for (double share : shares) {
            simpson += share / sum * (share / sum);
        }
        return 1.0 / simpson;
    }

    /** The places of a cell's neighbours other than itself. */
    private static int[] others(int cell, int[] index) {
        return IntStream.range(0, index.length)
                .filter(place -> index[place] != cell)
                .toArray();
    }

    /** How much farther than the nearest: weights do not change with a common shift, and this one keeps them from vanishing. */
    private static double[] apart(int[] places, double[] distances) {
        double[] apart =
                Arrays.stream(places).mapToDouble(place -> distances[place]).toArray();
        double nearest = Arrays.stream(apart).min().orElse(0.0);
        return Arrays.stream(apart).map(distance -> distance - nearest).toArray();
    }

    /** The weights, up to a factor. */
    private static double[] weights(double[] apart, double wantedEntropy) {
        double low = 0.0;
        double high = Double.POSITIVE_INFINITY;
        double beta = 1.0;
        double[] weights = new double[apart.length];
        for (int step = 0; step <= STEPS; step++) {
            double excess = weigh(apart, beta, weights) - wantedEntropy;
            if (Math.abs(excess) < NEAR_ENOUGH) {
                break;
            }
            if (excess > 0.0) {
                low = beta;
            } else {
                high = beta;
            }
            beta = high < Double.POSITIVE_INFINITY ? (low + high) / 2.0 : 2.0 * beta;
        }
        return weights;
    }

    /** Fills the weights; returns their entropy, which is log(sum w) + beta (sum w d) / (sum w). */
    private static double weigh(double[] apart, double beta, double[] weights) {
        double sum = 0.0;
        double moment = 0.0;
        for (int i = 0; i < apart.length; i++) {
            weights[i] = Math.exp(-beta * apart[i]);
            sum += weights[i];
            moment += weights[i] * apart[i];
        }
        return Math.log(sum) + beta * moment / sum;
    }
}
