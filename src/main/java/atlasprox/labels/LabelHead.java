package atlasprox.labels;

import atlasprox.labels.search.NearComponents;
import java.io.Serializable;
import java.util.SortedMap;
import org.apache.commons.math3.special.Gamma;

/** Tells what a corrected cell is, how sure that is, and whether the reference has its like. Immutable. */
public final class LabelHead implements Serializable {
    private static final long serialVersionUID = 1L;

    /** As many cells' distances are as good as all labels' together: fewer than these cannot tell one in twenty. */
    private static final double AS_GOOD_AS_ALL = 20.0;

    /** What is less than a millionth of the largest has no say, as in what a cell is corrected by (Responsibilities). */
    private static final double UNSEEN = Math.log(1e6);

    private final LabelReference reference;
    private final Calibration calibration;
    private final Discriminant discriminant;
    private final double temperature;
    private final NoveltyTail all;
    private final NoveltyTail[] tails;
    private final double[] cells;
    private transient NearComponents search;

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

    /** @return room for what is found of one cell after another */
    public NearLabels room() {
        return new NearLabels(discriminant, search());
    }

    /** Made where it is first needed: it takes as long as some thousand cells. */
    private synchronized NearComponents search() {
        if (search == null) {
            search = discriminant.search(UNSEEN * temperature);
        }
        return search;
    }

    /**
     * @param cell d corrected coordinates, about the model's centre
     * @param room {@link #room} for it, overwritten
     * @param candidates how many labels to name at most, at least 1; fewer where no more have a component near enough to the cell
     * @return what the cell is
     */
    public Annotation annotate(double[] cell, NearLabels room, int candidates) {
        room.find(cell, temperature);
        return new Annotation(
                room.best(candidates), room.probabilities(candidates), 1.0 - share(room.nearest(), room.square()));
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
