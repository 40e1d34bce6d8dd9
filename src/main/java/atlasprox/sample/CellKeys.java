package atlasprox.sample;

import static atlasprox.math.SplitMix64.GOLDEN;
import static atlasprox.math.SplitMix64.mix;

import atlasprox.math.SplitMix64;
import java.nio.charset.StandardCharsets;

/**
 * Seeded 64-bit hashes, built of {@link SplitMix64}. A cell's key is a function of the seed and its coordinates alone, so whatever is decided
 * by key (training split, minibatch order, sample) is the same for the same cells in any row order and on any number of partitions.
 */
public final class CellKeys {
    private CellKeys() {}

    /**
     * @param cell the d coordinates
     * @return a hash of their bits; equal cells have equal hashes
     */
    public static long content(float[] cell) {
        long hash = GOLDEN;
        for (float coordinate : cell) {
            hash = mix((hash ^ Float.floatToIntBits(coordinate)) + GOLDEN);
        }
        return hash;
    }

    /**
     * @param places of a cell's coordinates that are not 0, ascending
     * @param values the coordinates at these
     * @return a hash of both; equal cells have equal hashes
     */
    public static long content(int[] places, float[] values) {
        long hash = GOLDEN;
        for (int i = 0; i < places.length; i++) {
            hash = mix((hash ^ ((long) places[i] << Integer.SIZE | Float.floatToIntBits(values[i]) & 0xFFFF_FFFFL))
                    + GOLDEN);
        }
        return hash;
    }

    /**
     * A hash by which tables are told apart, and cells chosen for pictures: of four strands that do not wait for one another, in a fifth
     * of the time of {@link #content}.
     *
     * @param cell the d coordinates
     * @return a hash of their bits; equal cells have equal hashes
     */
    public static long fingerprint(float[] cell) {
        long a = GOLDEN;
        long b = GOLDEN + 1;
        long c = GOLDEN + 2;
        long d = GOLDEN + 3;
        int j = 0;
        for (; j + 3 < cell.length; j += 4) {
            a = strand(a, cell[j]);
            b = strand(b, cell[j + 1]);
            c = strand(c, cell[j + 2]);
            d = strand(d, cell[j + 3]);
        }
        for (; j < cell.length; j++) {
            a = strand(a, cell[j]);
        }
        return mix(mix(mix(mix(a) ^ b) ^ c) ^ d);
    }

    /** Invertible, so that no coordinate's bits are lost. */
    private static long strand(long hash, float coordinate) {
        long product = (hash ^ Float.floatToRawIntBits(coordinate)) * GOLDEN;
        return product ^ (product >>> 32);
    }

    /**
     * @param seed the run's seed
     * @param content a cell's hash by {@link #content}
     * @return the cell's key
     */
    public static long key(long seed, long content) {
        return mix(mix(seed + GOLDEN) + content);
    }

    /**
     * @param seed the run's seed
     * @param name a batch's name
     * @return the seed of that batch, the same wherever its cells lie
     */
    public static long seed(long seed, String name) {
        long hash = mix(seed + GOLDEN);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = mix((hash ^ b) + GOLDEN);
        }
        return hash;
    }

    /**
     * @param seed a seed, or any hash
     * @param counter any number, such as a round or an epoch
     * @return a seed of its own for that number
     */
    public static long seed(long seed, long counter) {
        return mix(mix(seed + GOLDEN) ^ counter);
    }

    /**
     * @param key a cell's key
     * @param fraction in [0, 1]
     * @return whether the cell is in the share of that size which the key's seed decides on
     */
    public static boolean isInShare(long key, double fraction) {
        return uniform(key) < fraction;
    }

    /**
     * @param key a cell's key
     * @return a number in [0, 1), uniform over the cells: the cell is in every share that is larger
     */
    public static double uniform(long key) {
        return SplitMix64.unit(mix(key));
    }
}
