package atlasprox.aligned.round;

import atlasprox.aligned.diversity.DiversityPressure;
import atlasprox.aligned.model.ClientSums;
import java.util.List;

/**
 * A round's objective per cell, theta being left open: two rounds are compared under the same theta, the later one's, or else a
 * change of the diversity pressure would pass for a change of the fit.
 *
 * @param clustering clustering cost and entropy
 * @param imbalance what the diversity pressure presses against, for each unit of theta; 0 where there is none in any round
 */
public record Objective(double clustering, double imbalance) {
    /** Changes below this share are rounding. */
    private static final double ROUNDING = 1e-9;

    public static Objective of(List<ClientSums> sums, int prototypes, boolean pressed) {
        long cells = sums.stream().mapToLong(ClientSums::cells).sum();
        double clustering = sums.stream().mapToDouble(ClientSums::objective).sum() / cells;
        return new Objective(clustering, pressed ? DiversityPressure.imbalance(sums, prototypes) : 0.0);
    }

    double under(double theta) {
        return clustering + theta * imbalance;
    }

    /** Whether this is above the round before, null before the first one. */
    boolean rose(Objective before, double theta) {
        return before != null && change(before, theta) > 0.0;
    }

    /** Whether this is below the round before by less than a share of it, or as high; a rise is no standstill. */
    public boolean hardlyFell(Objective before, double theta, double tolerance) {
        return before != null && change(before, theta) <= 0.0 && -change(before, theta) < tolerance;
    }

    /** As a share of the round before; 0 within rounding. */
    private double change(Objective before, double theta) {
        double change = (under(theta) - before.under(theta)) / Math.abs(before.under(theta));
        return Math.abs(change) <= ROUNDING ? 0.0 : change;
    }
}
