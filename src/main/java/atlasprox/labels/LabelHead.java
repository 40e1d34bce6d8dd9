package atlasprox.labels;

import java.io.Serializable;
import java.util.Arrays;
import java.util.SortedMap;
import org.apache.commons.math3.special.Gamma;

/** Tells what a corrected cell is, how sure that is, and whether the reference has its like. Immutable. */
public final class LabelHead implements Serializable {
    private static final long serialVersionUID = 1L;

    /** As many cells' distances are as good as all labels' together: fewer than these cannot tell one in twenty. */
    private static final double AS_GOOD_AS_ALL = 20.0;

    private final LabelReference reference;
    private final Calibration calibration;
    private final Discriminant discriminant;
    private final double temperature;
    private final NoveltyTail all;
    private final NoveltyTail[] tails;
    private final double[] cells;

    /**
     * @param reference what is known, of at least one label
     * @param calibration what cells tell of heads that were made without their batch
     */
    public LabelHead(LabelReference reference, Calibration calibration) {
        this.reference = reference;
        this.calibration = calibration;
        this.discriminant = new Discriminant(reference);
        this.temperature = calibration.temperature();
        SortedMap<String, DistanceHistogram> distances = calibration.distances();
        DistanceHistogram together =
                distances.values().stream().reduce(new DistanceHistogram(), DistanceHistogram::merge);
        this.all = together.cells() > 0L ? new NoveltyTail(together) : null;
        this.tails = new NoveltyTail[discriminant.labels().length];
        this.cells = new double[tails.length];
        distances.forEach((label, of) -> {
            int number = discriminant.number(label);
            if (number >= 0) {
                tails[number] = new NoveltyTail(of);
                cells[number] = of.cells();
            }
        });
    }

    /** @return what is known of labelled cells */
    public LabelReference reference() {
        return reference;
    }

    /** @return what cells told of heads that were made without their batch */
    public Calibration calibration() {
        return calibration;
    }

    /** @return how cells are told apart */
    public Discriminant discriminant() {
        return discriminant;
    }

    /** @return what log-probabilities are divided by */
    public double temperature() {
        return temperature;
    }

    /**
     * @param cell d corrected coordinates, about the model's centre
     * @param scores {@link Discriminant#room} for it, overwritten
     * @param candidates how many labels to name, at least 1; all where there are no more
     * @return what the cell is
     */
    public Annotation annotate(double[] cell, LabelScores scores, int candidates) {
        discriminant.score(cell, scores);
        double[] posterior = new double[tails.length];
        scores.posterior(temperature, posterior);
        int[] best = best(posterior, scores.best(), Math.min(candidates, posterior.length));
        int nearest = scores.nearestLabel();
        return new Annotation(
                best,
                Arrays.stream(best).mapToDouble(label -> posterior[label]).toArray(),
                1.0 - share(nearest, scores.square(nearest)));
    }

    /** The best comes first whatever is rounded; of equals the first. */
    private static int[] best(double[] posterior, int first, int wanted) {
        int[] best = new int[wanted];
        boolean[] taken = new boolean[posterior.length];
        best[0] = first;
        taken[first] = true;
        for (int place = 1; place < wanted; place++) {
            int next = -1;
            for (int label = 0; label < posterior.length; label++) {
                if (!taken[label] && (next < 0 || posterior[label] > posterior[next])) {
                    next = label;
                }
            }
            best[place] = next;
            taken[next] = true;
        }
        return best;
    }

    /** The share of the reference's cells of a label that lie at least so far out. */
    private double share(int label, double square) {
        if (all == null) {
            // No batch could be left out: what the distances of normally spread cells would be.
            return Gamma.regularizedGammaQ(reference.dimension() / 2.0, square / 2.0);
        }
        double ofAll = all.share(square);
        return tails[label] == null
                ? ofAll
                : (cells[label] * tails[label].share(square) + AS_GOOD_AS_ALL * ofAll)
                        / (cells[label] + AS_GOOD_AS_ALL);
    }
}
