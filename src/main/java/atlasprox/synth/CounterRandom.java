package atlasprox.synth;

import static atlasprox.math.SplitMix64.GOLDEN;
import static atlasprox.math.SplitMix64.mix;

import atlasprox.math.SplitMix64;

/**
 * {@link SplitMix64} started at a place that depends on seed, stream and index alone, so that any number can be generated again anywhere.
 * Gaussian numbers are made here, as Java's may change with its version. Not thread-safe.
 */
final class CounterRandom {
    /** What is generated; each has random numbers of its own, which depend on its place in this list. */
    enum Stream {
        TYPE,
        BATCH,
        CELL,
        COMPOSITION,
        CONDITION,
        CONDITION_OF_CELL,
        GENE,
        GENES_OF_BATCH,
        COUNTS_OF_CELL
    }

    private final SplitMix64 random;
    private double spare;
    private boolean hasSpare;

    CounterRandom(long seed, Stream stream, long index) {
        long streamKey = mix(mix(seed) + GOLDEN * (stream.ordinal() + 1));
        random = new SplitMix64(mix(streamKey + GOLDEN * index));
    }

    /** Uniform in [0, 1). */
    double uniform() {
        return random.uniform();
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

    /** Independent normal numbers of mean 0. */
    double[] gaussians(int count, double standardDeviation) {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = standardDeviation * gaussian();
        }
        return numbers;
    }
}
