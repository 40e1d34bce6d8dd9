package atlasprox.synth;

/** How many counts a burst of a gene leaves: 1 or more, of a logarithmic distribution. */
final class BurstSize {
    /** Beyond any double's share of the distribution; ends a draw that rounding would let go on. */
    private static final int MOST = 10_000;

    private final double ratio;
    private final double first;
    private final double mean;

    /** @param excess b: the counts of the gene have (1 + b) times the variance of a Poisson distribution; above 0 */
    BurstSize(double excess) {
        double log = StrictMath.log1p(excess);
        ratio = excess / (1 + excess);
        first = ratio / log;
        mean = excess / log;
    }

    /** Counts of a burst, in the mean. */
    double mean() {
        return mean;
    }

    /**
     * By inversion.
     *
     * @param uniform in [0, 1)
     * @return counts of one burst
     */
    int draw(double uniform) {
        int size = 1;
        double share = first;
        double left = uniform;
        while (left >= share && size < MOST) {
            left -= share;
            share *= ratio * size / (size + 1);
            size++;
        }
        return size;
    }
}
