package atlasprox.labels;

import atlasprox.math.PairSums;
import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What cells tell of a head that was made without their batch: how far they lie from the nearest component of their own label, and how wrong the
 * posterior is at each of some temperatures. A monoid under {@link #merge}; the same bits whatever the order of cells.
 */
public final class Calibration implements Serializable {
    private static final long serialVersionUID = 1L;

    /** From 1, the model's own probabilities, to 64, in steps of a quarter of a doubling. A model is never taken to be too modest. */
    private static final int TEMPERATURES = 25;

    private final PairSums errors;
    private final SortedMap<String, DistanceHistogram> distances;

    /** How many cells the errors are of. */
    private long held;

    /** No cells. */
    public Calibration() {
        this(new PairSums(TEMPERATURES), new TreeMap<>(), 0L);
    }

    private Calibration(PairSums errors, SortedMap<String, DistanceHistogram> distances, long held) {
        this.errors = errors;
        this.distances = distances;
        this.held = held;
    }

    /**
     * @param errors the errors at each temperature, as {@link #errors} has them
     * @param distances by label
     * @return the same as a calibration, whose errors count as those of all cells
     */
    public static Calibration of(double[] errors, SortedMap<String, DistanceHistogram> distances) {
        PairSums sums = new PairSums(TEMPERATURES);
        sums.addProducts(1.0, errors);
        return new Calibration(
                sums,
                new TreeMap<>(distances),
                distances.values().stream().mapToLong(DistanceHistogram::cells).sum());
    }

    /**
     * @param label a cell's label
     * @param square its squared distance from the nearest component of that label
     */
    public void addDistance(String label, double square) {
        distances.computeIfAbsent(label, unused -> new DistanceHistogram()).add(square);
    }

    /**
     * Adds a cell's squared errors (Brier 1950), {@code sum_l (p_l - [l is the cell's])^2}, which no single cell can drive far, as it can the
     * likelihood.
     *
     * @param scores of the cell
     * @param truth the number of its label
     * @param posterior room for a number for each label
     */
    public void addErrors(LabelScores scores, int truth, double[] posterior) {
        held++;
        for (int step = 0; step < TEMPERATURES; step++) {
            scores.posterior(temperature(step), posterior);
            double error = 1.0 - 2.0 * posterior[truth];
            for (double p : posterior) {
                error += p * p;
            }
            errors.add(step, error);
        }
    }

    private static double temperature(int step) {
        return Math.pow(2.0, step / 4.0);
    }

    /**
     * @param other of other cells; left as it is
     * @return this calibration, of both
     */
    public Calibration merge(Calibration other) {
        errors.merge(other.errors);
        held += other.held;
        other.distances.forEach((label, of) -> distances
                .computeIfAbsent(label, unused -> new DistanceHistogram())
                .merge(of));
        return this;
    }

    /** @return the temperature at which the errors are least; the smallest of equals, so 1 where no cell was seen */
    public double temperature() {
        double[] sums = errors();
        int best = 0;
        for (int step = 1; step < TEMPERATURES; step++) {
            best = sums[step] < sums[best] ? step : best;
        }
        return temperature(best);
    }

    /**
     * @param least the least number of cells that a number may rest on
     * @return the same with bins of at least so many; distances of a label of fewer, and errors of fewer, are not kept
     */
    public Calibration ofAtLeast(int least) {
        SortedMap<String, DistanceHistogram> coarse = new TreeMap<>();
        distances.forEach((label, of) -> {
            if (of.cells() >= least) {
                coarse.put(label, of.ofAtLeast(least));
            }
        });
        return held >= least
                ? new Calibration(errors, coarse, held)
                : new Calibration(new PairSums(TEMPERATURES), coarse, 0L);
    }

    /** @return the errors at each temperature, added up over the cells */
    public double[] errors() {
        double[] sums = new double[TEMPERATURES];
        for (int step = 0; step < TEMPERATURES; step++) {
            sums[step] = errors.get(step);
        }
        return sums;
    }

    /** @return by label, how far its cells lie from its nearest component */
    public SortedMap<String, DistanceHistogram> distances() {
        return Collections.unmodifiableSortedMap(distances);
    }
}
