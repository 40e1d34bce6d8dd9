package atlasprox.math;

import java.util.List;

/**
 * Which groups were changed more than the rest: three times as much as the middle one, and a twentieth of their structure at least.
 *
 * @param middle the share of its structure that the middle group kept
 */
public record StandOut(double middle) {
    private static final double MUCH = 0.05;
    private static final double MORE_THAN_THE_REST = 3.0;

    /**
     * @param preserved the share of its structure that each group kept, in any order; at least one
     * @return the rule for these groups
     */
    public static StandOut among(List<Double> preserved) {
        return new StandOut(preserved.stream().sorted().toList().get(preserved.size() / 2));
    }

    /** @return the share of changed structure above which a group stands out */
    public double limit() {
        return Math.max(MUCH, MORE_THAN_THE_REST * (1.0 - middle));
    }
}
