package atlasprox.aligned.round;

import atlasprox.aligned.model.Spread;
import atlasprox.math.GeometricMedian;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Which of a level's groups agree about the level's shift. A group that holds cells of a kind that the other levels lack lies apart from
 * theirs in its own way, where most groups of its level lie apart in one. Seen from the groups' geometric median, which up to half of
 * them cannot drag along, a group {@value #FENCE} times as far as the median group is what Tukey calls outside: of normal deviates
 * that is one in 150.
 *
 * <p>A majority takes several witnesses: where few of a level's cells lie in groups that others have, or these are a kind or two,
 * nothing is held against any.
 */
final class Consensus {
    /**
     * Tukey's (1977): three quartiles beyond the quartile, which of deviates about 0 is the median of their sizes. Other values:
     * bench/constants.py.
     */
    private static final double FENCE = 4.0;

    /** Of Weiszfeld's for the geometric median, which then stands still by a few hundredths of the way. */
    private static final int STEPS = 10;

    /** In pooled deviations: keeps a group that the median falls on from weighing beyond all bounds. */
    private static final double NO_DISTANCE = 1e-6;

    /** As many kinds that disagree say nothing about which of them is right; one more settles it. */
    private static final double NO_MAJORITY = 2.0;

    /** What is left of a group that is not believed, so that its centre can be told whoever has it. */
    private static final double LEAST = 1e-6;

    private final Spread spread;
    private final Grouping grouping;
    /** K x K: how near prototypes' centres lie, from 0 to 1; seen from a prototype by its own deviations. */
    private final double[][] near;

    /** Of one group a prototype. */
    Consensus(Spread spread, double[][] centres) {
        this(spread, centres, Grouping.plain(centres.length));
    }

    /**
     * @param spread pooled variances of the groups, alike for those of a prototype
     * @param centres K x d centres of the prototypes
     * @param grouping what groups are of
     */
    Consensus(Spread spread, double[][] centres, Grouping grouping) {
        this.spread = spread;
        this.grouping = grouping;
        this.near = new double[centres.length][centres.length];
        for (int g = 0; g < grouping.prototype().length; g++) {
            int k = grouping.prototype()[g];
            boolean first = g == 0 || grouping.prototype()[g - 1] != k;
            for (int other = 0; other < near.length && first; other++) {
                near[k][other] = Math.exp(-0.5 * square(g, centres[k], centres[other]));
            }
        }
    }

    private double near(int g, int other) {
        return grouping.label()[g] == grouping.label()[other]
                ? near[grouping.prototype()[g]][grouping.prototype()[other]]
                : 0.0;
    }

    /**
     * @param gap K x d differences between the level's groups and the other levels'; null where there is nothing to compare
     * @param information how much each group tells of the level's shift, above 0 where there is a gap
     * @param overlap the share of what the groups can tell that these do, from 0 to 1
     * @return for each group how far to believe it, from 0 to 1
     */
    double[] of(double[][] gap, double[] information, double overlap) {
        double[] belief = new double[gap.length];
        Arrays.fill(belief, 1.0);
        int[] there = IntStream.range(0, gap.length).filter(k -> gap[k] != null).toArray();
        double majority = Math.max(0.0, Math.min(1.0, kinds(there, information) - NO_MAJORITY));
        double held = overlap * overlap * majority;
        // Without any group there is no median, and the overlap is no number.
        if (there.length == 0 || held == 0.0) {
            return belief;
        }
        double[] square = squares(there, gap, information);
        double limit = FENCE * FENCE * median(there, square, information);
        for (int k : there) {
            double ratio = square[k] / Math.max(limit, Double.MIN_NORMAL);
            belief[k] = Math.max(LEAST, 1.0 - held * (1.0 - 1.0 / (1.0 + ratio * ratio)));
        }
        return belief;
    }

    /** The effective number of kinds among groups, of which those that lie about each other are one. */
    private double kinds(int[] there, double[] information) {
        double all = 0.0;
        double pairs = 0.0;
        for (int k : there) {
            all += information[k];
            for (int other : there) {
                pairs += information[k] * information[other] * near(k, other);
            }
        }
        return pairs > 0.0 ? all * all / pairs : 0.0;
    }

    /** From the geometric median, in squared pooled deviations. */
    private double[] squares(int[] there, double[][] gap, double[] information) {
        double[][] points = Arrays.stream(there).mapToObj(k -> gap[k]).toArray(double[][]::new);
        double[] weights = Arrays.stream(there).mapToDouble(k -> information[k]).toArray();
        double[] median = GeometricMedian.of(
                points, weights, (i, place) -> Math.sqrt(square(there[i], points[i], place)), NO_DISTANCE, STEPS);
        double[] squares = new double[gap.length];
        for (int k : there) {
            squares[k] = square(k, gap[k], median);
        }
        return squares;
    }

    /** Mean over the dimensions in which cells vary, in squared pooled deviations of a group. */
    private double square(int k, double[] one, double[] other) {
        double sum = 0.0;
        for (int j = 0; j < one.length; j++) {
            double apart = one[j] - other[j];
            sum += apart * apart / spread.variance()[k][j];
        }
        return sum / spread.dimensions();
    }

    /** Weighted by what the groups tell. */
    private static double median(int[] there, double[] values, double[] information) {
        double all = Arrays.stream(there).mapToDouble(k -> information[k]).sum();
        int[] ascending = Arrays.stream(there)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> values[k]))
                .mapToInt(Integer::intValue)
                .toArray();
        double below = 0.0;
        for (int k : ascending) {
            below += information[k];
            if (below >= all / 2.0) {
                return values[k];
            }
        }
        return 0.0;
    }
}
