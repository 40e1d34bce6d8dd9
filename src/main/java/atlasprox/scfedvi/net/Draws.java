package atlasprox.scfedvi.net;

import atlasprox.math.SplitMix64;

/**
 * What is drawn at random for a cell in an epoch: by counting, so that it depends on seed, round, epoch and the cell's key alone, and not on which cells come
 * before it.
 */
public final class Draws {
    /** Streams beside those of the hidden layers, whose units are dropped. */
    private static final int NOISE = 1 << 8;

    private static final int ORDER = NOISE + 1;

    private final long seed;

    /**
     * @param seed the run's
     * @param round the round's number
     * @param epoch the epoch's number in the round
     */
    public Draws(long seed, int round, int epoch) {
        this.seed = SplitMix64.mix(SplitMix64.mix(seed + SplitMix64.GOLDEN) + (((long) round << 32) | epoch));
    }

    /**
     * @param key a cell's key
     * @return where it stands in the epoch's order of cells: they come ascending by this
     */
    public long order(long key) {
        return bits(cell(key), ORDER, 0);
    }

    /** The seed of a cell's draws. */
    long cell(long key) {
        return SplitMix64.mix(seed + SplitMix64.mix(key + SplitMix64.GOLDEN));
    }

    /** Whether a unit of a hidden layer is dropped, of a share of them. */
    static boolean isDropped(long cell, int layer, int unit, double share) {
        return SplitMix64.unit(bits(cell, layer, unit)) < share;
    }

    /** A standard normal number for a latent coordinate (Box and Muller 1958). */
    static double noise(long cell, int coordinate) {
        double radius = Math.sqrt(-2.0 * StrictMath.log(1.0 - SplitMix64.unit(bits(cell, NOISE, 2 * coordinate))));
        return radius * StrictMath.cos(2.0 * Math.PI * SplitMix64.unit(bits(cell, NOISE, 2 * coordinate + 1)));
    }

    private static long bits(long cell, int stream, int number) {
        return SplitMix64.mix(cell + SplitMix64.GOLDEN * ((((long) stream << 32) | number) + 1));
    }
}
