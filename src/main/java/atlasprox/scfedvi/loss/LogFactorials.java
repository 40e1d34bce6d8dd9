package atlasprox.scfedvi.loss;

/** log gamma(x + 1): of small whole counts, which most are, from a table. */
final class LogFactorials {
    private static final double[] SMALL = small(256);

    private final LogGamma gamma = new LogGamma();

    double of(double x) {
        if (x < SMALL.length && x == (int) x) {
            return SMALL[(int) x];
        }
        gamma.at(x + 1.0);
        return gamma.value();
    }

    private static double[] small(int count) {
        double[] logs = new double[count];
        LogGamma gamma = new LogGamma();
        for (int x = 2; x < count; x++) {
            gamma.at(x + 1.0);
            logs[x] = gamma.value();
        }
        return logs;
    }
}
