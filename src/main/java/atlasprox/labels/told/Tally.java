package atlasprox.labels.told;

import atlasprox.results.AnnotationSummary;
import java.io.Serializable;
import java.util.Arrays;

/** Counts of some cells and of what was told of them, in whole numbers, so that their order makes no difference. A monoid under {@link #merge}. */
final class Tally implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Novelty is told apart by hundredths. */
    static final int BINS = 100;

    /** A confidence is added up in such parts of one: finer than single precision near one, and room for 8 thousand million cells. */
    static final double PARTS = 1L << 30;

    private long cells;
    private long unassigned;
    private long called;
    private long confidence;
    private final long[] novelty = new long[BINS];

    void add(ToldCell cell) {
        cells++;
        unassigned += cell.isUnassigned() ? 1 : 0;
        called += cell.isNew() ? 1 : 0;
        confidence += cell.confidence();
        novelty[cell.noveltyBin()]++;
    }

    Tally merge(Tally other) {
        cells += other.cells;
        unassigned += other.unassigned;
        called += other.called;
        confidence += other.confidence;
        Arrays.setAll(novelty, bin -> novelty[bin] + other.novelty[bin]);
        return this;
    }

    AnnotationSummary.Group group(String name) {
        double mean = cells == 0L ? 0.0 : confidence / PARTS / cells;
        return new AnnotationSummary.Group(name, cells, unassigned, called, mean, medianNovelty());
    }

    /** Cells of a bin are taken to lie evenly in it. */
    private double medianNovelty() {
        double before = 0.0;
        int bin = 0;
        while (bin < BINS - 1 && before + novelty[bin] < cells / 2.0) {
            before += novelty[bin++];
        }
        return novelty[bin] == 0L ? 0.0 : (bin + (cells / 2.0 - before) / novelty[bin]) / BINS;
    }
}
