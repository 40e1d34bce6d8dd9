package atlasprox.scfedvi;

/** Numbers as multiples of 2^-32 in 64 bits: sums of them are exact in any order. They reach to 2^31; shares of numbers within that add up to no more. */
final class FixedPoint {
    private static final double UNITS = 0x1p32;
    private static final double REACH = 0x1p31;

    private FixedPoint() {}

    /** Whether a number is within reach. */
    static boolean reaches(double value) {
        return Math.abs(value) < REACH;
    }

    /**
     * @param share a share of a whole, in [0, 1]
     * @param value a number within reach
     * @return the share of it
     */
    static long of(double share, double value) {
        return (long) Math.rint(value * share * UNITS);
    }

    static double value(long sum) {
        return sum / UNITS;
    }
}
