package atlasprox.labels;

import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The share of known cells that lie at least so far out. Up to where a tenth of them is left it is their own share, by a {@link
 * DistanceHistogram}; beyond, where few are left, it goes on as a Pareto tail with Hill's exponent (Annals of Statistics 1975), so that no
 * cell lies so far out that a farther one is not told from it.
 */
final class NoveltyTail implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The share of cells that a tail's exponent is learned from. */
    private static final double IN_TAIL = 0.1;

    /** The least exponent's inverse that a histogram can tell: half a bin. */
    private static final double LEAST_EXCESS = DistanceHistogram.logFrom(0.5);

    private final double[] logs;
    private final double[] shares;
    private final double excess;

    /** @param distances of at least one cell */
    NoveltyTail(DistanceHistogram distances) {
        SortedMap<Integer, Long> counts = distances.counts();
        double all = distances.cells();
        int start = tailFrom(counts, all);
        SortedMap<Integer, Long> body = new TreeMap<>(counts.headMap(start));
        this.logs = new double[body.size() + 1];
        this.shares = new double[body.size() + 1];
        double left = all;
        int place = 0;
        for (var bin : body.entrySet()) {
            logs[place] = DistanceHistogram.logFrom(bin.getKey());
            shares[place++] = left / all;
            left -= bin.getValue();
        }
        logs[place] = DistanceHistogram.logFrom(start);
        shares[place] = left / all;
        this.excess = Math.max(LEAST_EXCESS, meanExcess(counts.tailMap(start), start));
    }

    /** The first bin of the tail: the last from which on there is a tenth of the cells. */
    private static int tailFrom(SortedMap<Integer, Long> counts, double all) {
        int start = counts.lastKey();
        long in = 0L;
        for (int bin : new TreeMap<>(counts).descendingKeySet()) {
            start = bin;
            in += counts.get(bin);
            if (in >= IN_TAIL * all) {
                break;
            }
        }
        return start;
    }

    /** Hill's estimate: the mean logarithm beyond the start, each cell in the middle of its bin. */
    private static double meanExcess(SortedMap<Integer, Long> tail, int start) {
        double sum = 0.0;
        double cells = 0.0;
        for (var bin : tail.entrySet()) {
            sum += bin.getValue() * DistanceHistogram.logFrom(bin.getKey() + 0.5 - start);
            cells += bin.getValue();
        }
        return sum / cells;
    }

    /**
     * @param square a squared distance, at least 0
     * @return the share of known cells at that distance or farther, in (0, 1]; falls as the distance grows
     */
    double share(double square) {
        double log = Math.log(square);
        int last = logs.length - 1;
        if (log >= logs[last]) {
            return shares[last] * Math.exp((logs[last] - log) / excess);
        }
        int place = 0;
        while (log >= logs[place]) {
            place++;
        }
        if (place == 0) {
            return 1.0;
        }
        double between = (log - logs[place - 1]) / (logs[place] - logs[place - 1]);
        return shares[place - 1] + between * (shares[place] - shares[place - 1]);
    }
}
