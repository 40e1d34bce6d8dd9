package atlasprox.aligned.round;

import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.Reference;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The groups of some clients as experts leave them, added up client after client in their order, so that a client's sums need not stay when
 * its turn is over. Works on all cores, over prototypes.
 */
final class CorrectedGroups {
    private final List<ClientSums> sums;
    private final double[][] n;
    private final IntPredicate which;
    private final double[] count;
    private final double[][] location;
    private final int dimension;
    private long cells;

    /**
     * @param sums each client's sums
     * @param n client x K weighted counts, 0 where a client lacks the prototype
     * @param which tells of a client's number whether it is among some
     */
    CorrectedGroups(List<ClientSums> sums, double[][] n, IntPredicate which) {
        this.sums = sums;
        this.n = n;
        this.which = which;
        this.count = new double[n[0].length];
        this.dimension = sums.get(0).dimension();
        this.location = new double[count.length][dimension];
        for (int b = 0; b < n.length; b++) {
            cells += which.test(b) ? sums.get(b).cells() : 0;
            for (int k = 0; k < count.length && which.test(b); k++) {
                count[k] += n[b][k];
            }
        }
    }

    /** K x d variances within these clients' groups. */
    double[][] pooledVariances() {
        double[][] pooled = new double[count.length][dimension];
        int[] some = some(0, n.length);
        IntStream.range(0, count.length).parallel().forEach(k -> {
            for (int b : some) {
                for (int j = 0; j < dimension && n[b][k] > 0.0; j++) {
                    pooled[k][j] += n[b][k] / count[k] * sums.get(b).variance(k, j);
                }
            }
        });
        return pooled;
    }

    /**
     * Adds the groups of some of these clients, which come after those added before.
     *
     * @param from the first client's number
     * @param until the number after the last client's
     * @param gamma each client's K x d scales
     * @param beta each client's K x d offsets
     */
    void add(int from, int until, IntFunction<double[][]> gamma, IntFunction<double[][]> beta) {
        int[] some = some(from, until);
        IntStream.range(0, count.length).parallel().forEach(k -> {
            for (int b : some) {
                add(b, k, gamma.apply(b)[k], beta.apply(b)[k]);
            }
        });
    }

    private void add(int b, int k, double[] gamma, double[] beta) {
        for (int j = 0; j < dimension && n[b][k] > 0.0; j++) {
            location[k][j] += n[b][k] / count[k] * (gamma[j] * sums.get(b).mean(k, j) + beta[j]);
        }
    }

    private int[] some(int from, int until) {
        return IntStream.range(from, until).filter(which).toArray();
    }

    /** K x d means of the groups, once all clients are added; not to be changed. */
    double[][] locations() {
        return location;
    }

    /**
     * @param directions K unit rows of d coordinates
     * @param pooled what {@link #pooledVariances} gave
     */
    Reference reference(double[][] directions, double[][] pooled) {
        return new Reference(directions, count, location, pooled, cells);
    }
}
