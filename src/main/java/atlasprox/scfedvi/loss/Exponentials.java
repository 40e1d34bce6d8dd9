package atlasprox.scfedvi.loss;

/**
 * exp and log to 13 digits, by a table and a short series. Own code, as the loss asks for five of them for each gene of each cell, which is half the time of
 * an epoch with those of {@link Math}; these take half of that, and give the same bits on every machine. Halfway between their tables' entries lie
 * the largest errors.
 */
final class Exponentials {
    private static final int EXP_BITS = 6;
    private static final int EXP_TABLE = 1 << EXP_BITS;
    private static final double PER_STEP = EXP_TABLE / StrictMath.log(2.0);
    /** log(2) / 64 in two parts, of which the first has zeros at its end, so that multiples of it are exact. */
    private static final double STEP_HIGH = 0x1.62e42fee00000p-7;

    private static final double STEP_LOW = 0x1.a39ef35793c76p-39;

    /** Beyond it there are results that are too small or large for the series' way of scaling. */
    private static final double EXP_REACH = 700.0;

    private static final double[] POWERS = new double[EXP_TABLE];

    private static final int LOG_BITS = 7;
    private static final int LOG_TABLE = 1 << LOG_BITS;
    private static final int MANTISSA_BITS = 52;
    private static final int BIAS = 1023;
    private static final long MANTISSA = (1L << MANTISSA_BITS) - 1L;
    private static final double LOG_TWO = StrictMath.log(2.0);
    private static final double[] INVERSES = new double[LOG_TABLE];
    private static final double[] LOGS = new double[LOG_TABLE];

    static {
        for (int i = 0; i < EXP_TABLE; i++) {
            POWERS[i] = StrictMath.pow(2.0, i / (double) EXP_TABLE);
        }
        for (int i = 0; i < LOG_TABLE; i++) {
            double left = 1.0 + i / (double) LOG_TABLE;
            INVERSES[i] = 1.0 / left;
            LOGS[i] = -StrictMath.log(INVERSES[i]);
        }
    }

    private Exponentials() {}

    /** e^x = 2^(n / 64) e^r of the n that leaves the smallest r. */
    static double exp(double x) {
        if (!(Math.abs(x) <= EXP_REACH)) {
            return StrictMath.exp(x);
        }
        double steps = Math.rint(x * PER_STEP);
        double r = (x - steps * STEP_HIGH) - steps * STEP_LOW;
        int n = (int) steps;
        double s = r * r;
        double series = 1.0 + r + s * (0.5 + r * (1.0 / 6.0) + s * (1.0 / 24.0 + r * (1.0 / 120.0)));
        double scale = Double.longBitsToDouble((long) ((n >> EXP_BITS) + BIAS) << MANTISSA_BITS);
        return POWERS[n & (EXP_TABLE - 1)] * series * scale;
    }

    /** log x = n log 2 + log c + log(1 + r) of a c at or just below the mantissa: so close above 1 nothing is lost. */
    static double log(double x) {
        if (!(x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE)) {
            return StrictMath.log(x);
        }
        long bits = Double.doubleToRawLongBits(x);
        long mantissa = bits & MANTISSA;
        int i = (int) (mantissa >>> (MANTISSA_BITS - LOG_BITS));
        double m = Double.longBitsToDouble(mantissa | ((long) BIAS << MANTISSA_BITS));
        double r = m * INVERSES[i] - 1.0;
        double s = r * r;
        double series = r - s * (0.5 - r * (1.0 / 3.0) + s * (0.25 - r * (1.0 / 5.0) + s * (1.0 / 6.0)));
        return ((int) (bits >>> MANTISSA_BITS) - BIAS) * LOG_TWO + LOGS[i] + series;
    }
}
