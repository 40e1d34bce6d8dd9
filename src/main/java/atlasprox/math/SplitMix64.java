package atlasprox.math;

/**
 * SplitMix64 (Steele, Lea and Flood 2014, Fast splittable pseudorandom number generators, OOPSLA): a state that grows by {@link #GOLDEN} a
 * step, and a finaliser that makes a random number of it. Its own few lines rather than {@link java.util.SplittableRandom}, which keeps
 * the finaliser to itself. The same numbers in every Java version. Not thread-safe.
 */
public final class SplitMix64 {
    /** 2^64 divided by the golden ratio, odd: its multiples lie evenly among the 64-bit numbers. */
    public static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    /** @param seed any number; the same seed gives the same numbers */
    public SplitMix64(long seed) {
        this.state = seed;
    }

    /** @return the next number, uniform in [0, 1) */
    public double uniform() {
        state += GOLDEN;
        return unit(mix(state));
    }

    /**
     * The finaliser, as java.util.SplittableRandom has it (Stafford's thirteenth variant of MurmurHash3's).
     *
     * @param bits any number
     * @return a number of which every bit depends on every bit given; different for different ones
     */
    public static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /**
     * @param bits random bits
     * @return the first 53 of them, as many as a double holds, as a number in [0, 1)
     */
    public static double unit(long bits) {
        return (bits >>> 11) * 0x1.0p-53;
    }
}
