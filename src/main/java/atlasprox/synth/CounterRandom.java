package atlasprox.synth;

/**
 * SplitMix64 started at a place that depends on seed, stream and index alone, so any draw can be repeated anywhere. Its own few lines
 * rather than {@link java.util.SplittableRandom}, whose Gaussian draws may change with the Java version. Not thread-safe.
 */
final class CounterRandom {
    /** What is drawn; each has random numbers of its own, which depend on its place in this list. */
    enum Stream {
        TYPE,
        BATCH,
        CELL,
        COMPOSITION
    }

    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private long state;
    private double spare;
    private boolean hasSpare;

    CounterRandom(long seed, Stream stream, long index) {
        long streamKey = mix(mix(seed) + GOLDEN_RATIO * (stream.ordinal() + 1));
        state = mix(streamKey + GOLDEN_RATIO * index);
    }

    /** Uniform in [0, 1). */
    double uniform() {
        state += GOLDEN_RATIO;
        return (mix(state) >>> 11) * 0x1p-53;
    }

    /** Standard normal, by Marsaglia's polar method. */
    double gaussian() {
        if (hasSpare) {
            hasSpare = false;
            return spare;
        }
        double x;
        double y;
        double square;
        do {
            x = 2 * uniform() - 1;
            y = 2 * uniform() - 1;
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        double factor = Math.sqrt(-2 * StrictMath.log(square) / square);
        spare = y * factor;
        hasSpare = true;
        return x * factor;
    }

    /** Independent normal draws of mean 0. */
    double[] gaussians(int count, double standardDeviation) {
        double[] draws = new double[count];
        for (int i = 0; i < count; i++) {
            draws[i] = standardDeviation * gaussian();
        }
        return draws;
    }

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
