package atlasprox.aligned.start;

import atlasprox.math.Moments;
import atlasprox.math.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * Where cells of a batch can have their mean that are of its common kinds, in whatever shares: within chance on the plane through the means of
 * these. Distances are in deviations within kinds, dimension by dimension. Where there are more common kinds than dimensions every place is on it.
 */
final class LabelSpan {
    /** Of cells of these kinds so many are found off the plane. */
    private static final double RATE = 1e-4;

    /** Of the mean square: below this a variance is one of rounding. */
    private static final double ROUND_OFF = 1e-12;

    private final double[] origin;
    private final double[] deviation;
    private final List<double[]> plane = new ArrayList<>();
    private final double most;

    /** @param kinds the common ones, each with some cells; at least one */
    LabelSpan(List<Moments> kinds) {
        this.origin = kinds.get(0).mean();
        this.deviation = deviations(kinds);
        for (Moments kind : kinds) {
            double[] off = off(kind.mean());
            double length = Math.sqrt(square(off));
            if (length > Math.sqrt(ROUND_OFF)) {
                plane.add(Vectors.scaled(off, 1.0 / length));
            }
        }
        long dimensions = Arrays.stream(deviation).filter(s -> s > 0.0).count() - plane.size();
        this.most = dimensions > 0
                ? new ChiSquaredDistribution(null, dimensions).inverseCumulativeProbability(1.0 - RATE)
                : Double.POSITIVE_INFINITY;
    }

    private static double[] deviations(List<Moments> kinds) {
        double[] deviation = new double[kinds.get(0).dimension()];
        double freedom = 0.0;
        double[] size = new double[deviation.length];
        for (Moments kind : kinds) {
            double[] mean = kind.mean();
            double[] square = kind.meanSquare();
            for (int j = 0; j < deviation.length; j++) {
                deviation[j] += kind.count() * (square[j] - mean[j] * mean[j]);
                size[j] += kind.count() * square[j];
            }
            freedom += kind.count() - 1.0;
        }
        for (int j = 0; j < deviation.length; j++) {
            deviation[j] = deviation[j] > ROUND_OFF * size[j] ? Math.sqrt(deviation[j] / Math.max(1.0, freedom)) : 0.0;
        }
        return deviation;
    }

    /**
     * @param cells one or several
     * @return whether they could be of these kinds
     */
    boolean holds(Moments cells) {
        return cells.count() * square(off(cells.mean())) <= most;
    }

    /** What of a place is off the plane, in deviations. */
    private double[] off(double[] place) {
        double[] off = new double[place.length];
        for (int j = 0; j < off.length; j++) {
            off[j] = deviation[j] > 0.0 ? (place[j] - origin[j]) / deviation[j] : 0.0;
        }
        for (double[] direction : plane) {
            double along = 0.0;
            for (int j = 0; j < off.length; j++) {
                along += off[j] * direction[j];
            }
            for (int j = 0; j < off.length; j++) {
                off[j] -= along * direction[j];
            }
        }
        return off;
    }

    private static double square(double[] vector) {
        double square = 0.0;
        for (double x : vector) {
            square += x * x;
        }
        return square;
    }
}
