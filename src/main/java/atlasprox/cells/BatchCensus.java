package atlasprox.cells;

import atlasprox.math.Moments;
import atlasprox.sample.CellKeys;
import java.io.Serializable;

/** What one pass learns of one batch. */
public final class BatchCensus implements Serializable {
    private static final long serialVersionUID = 1L;

    private Moments training;
    private long cells;
    private long invalid;
    private long contents;
    private double leastUniform = 1.0;

    BatchCensus(int dimension) {
        this.training = new Moments(dimension);
    }

    /**
     * @param cells the number of usable cells
     * @param contents {@link #contents}
     * @param training the moments of the cells in the training split
     * @return the census of a batch that was counted elsewhere; nothing is known of its cells' own numbers, so what share of them is visited
     *     goes by their count alone
     */
    public static BatchCensus told(long cells, long contents, Moments training) {
        BatchCensus census = new BatchCensus(training.dimension());
        census.training = training;
        census.cells = cells;
        census.contents = contents;
        census.leastUniform = 0.0;
        return census;
    }

    void addCell(float[] cell, long fingerprint, double uniform, boolean inTraining) {
        cells++;
        leastUniform = Math.min(leastUniform, uniform);
        contents += Contents.hash(fingerprint);
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
        leastUniform = Math.min(leastUniform, other.leastUniform);
    }

    /** Gives up the moments where they are of fewer cells. */
    void keepMomentsOf(int least) {
        if (training.count() < least) {
            training = new Moments(training.dimension());
        }
    }

    /** @return a hash of the cells as a set: a sum, so their order does not matter */
    public long contents() {
        return contents;
    }

    /** @return the smallest {@link CellKeys#uniform} of its cells, 1 where it has none */
    public double leastUniform() {
        return leastUniform;
    }

    /** @return the moments of the cells in the training split; none where these are fewer than a batch tells of */
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
