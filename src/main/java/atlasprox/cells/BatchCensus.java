package atlasprox.cells;

import atlasprox.math.Moments;
import atlasprox.sample.CellKeys;
import java.io.Serializable;

/** What one pass learns of one batch. */
public final class BatchCensus implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Moments training;
    private long cells;
    private long invalid;
    private long contents;
    private double leastDraw = 1.0;

    BatchCensus(int dimension) {
        this.training = new Moments(dimension);
    }

    void addCell(float[] cell, long print, double draw, boolean inTraining) {
        cells++;
        leastDraw = Math.min(leastDraw, draw);
        contents += Contents.hash(print);
        if (inTraining) {
            training.add(cell, 0);
        }
    }

    void addInvalid() {
        invalid++;
    }

    void merge(BatchCensus other) {
        training.merge(other.training);
        cells += other.cells;
        invalid += other.invalid;
        contents += other.contents;
        leastDraw = Math.min(leastDraw, other.leastDraw);
    }

    /** A hash of the cells as a set: a sum, so their order does not matter. */
    long contents() {
        return contents;
    }

    /** The smallest draw of its cells ({@link CellKeys#draw}), 1 where it has none. */
    double leastDraw() {
        return leastDraw;
    }

    /** @return the moments of the cells in the training split */
    public Moments training() {
        return training;
    }

    /** @return the number of usable cells */
    public long cells() {
        return cells;
    }

    /** @return the number of rows of this batch without a usable embedding */
    public long invalid() {
        return invalid;
    }
}
