package atlasprox.labels;

import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many cells lie at which squared distance, in bins of a sixteenth of a doubling. A monoid under {@link #merge}. */
public final class DistanceHistogram implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double BINS_A_DOUBLING = 16.0;

    /** Distances are told apart from 2^-64 to 2^64; what is nearer or farther counts as there. */
    private static final int REACH = 64 * (int) BINS_A_DOUBLING;

    private final SortedMap<Integer, Long> counts;

    /** No cells. */
    public DistanceHistogram() {
        this(new TreeMap<>());
    }

    private DistanceHistogram(SortedMap<Integer, Long> counts) {
        this.counts = counts;
    }

    /**
     * @param counts cells by bin, as {@link #counts} has them
     * @return the same as a histogram
     */
    public static DistanceHistogram of(SortedMap<Integer, Long> counts) {
        return new DistanceHistogram(new TreeMap<>(counts));
    }

    /** @param square the squared distance of one more cell, at least 0 */
    public void add(double square) {
        counts.merge(bin(square), 1L, Long::sum);
    }

    private static int bin(double square) {
        double place = Math.floor(Math.log(square) / Math.log(2.0) * BINS_A_DOUBLING);
        return (int) Math.max(-REACH, Math.min(REACH, place));
    }

    /**
     * @param other cells to add; left as they are
     * @return this histogram, with both
     */
    public DistanceHistogram merge(DistanceHistogram other) {
        other.counts.forEach((bin, cells) -> counts.merge(bin, cells, Long::sum));
        return this;
    }

    /**
     * @param least the least number of cells that a bin may have
     * @return the same cells with small bins put together, from the farthest on, each at the mean of those that it is made of; none where there are
     *     not so many in all
     */
    public DistanceHistogram ofAtLeast(int least) {
        SortedMap<Integer, Long> together = new TreeMap<>();
        long cells = 0L;
        double sum = 0.0;
        long rest = cells();
        for (int bin : new TreeMap<>(counts).descendingKeySet()) {
            long of = counts.get(bin);
            cells += of;
            sum += (double) bin * of;
            rest -= of;
            if (cells >= least && (rest == 0L || rest >= least)) {
                together.merge((int) Math.round(sum / cells), cells, Long::sum);
                cells = 0L;
                sum = 0.0;
            }
        }
        return new DistanceHistogram(together);
    }

    /** @return the cells of each bin that has some: those from {@code 2^(bin / 16)} to below {@code 2^((bin + 1) / 16)} */
    public SortedMap<Integer, Long> counts() {
        return Collections.unmodifiableSortedMap(counts);
    }

    /** @return the number of cells */
    public long cells() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The logarithm of the squared distance at which a bin begins. */
    static double logFrom(double bin) {
        return bin / BINS_A_DOUBLING * Math.log(2.0);
    }
}
