package atlasprox.scfedvi;

import atlasprox.scfedvi.adam.Learned;
import atlasprox.scfedvi.net.Block;
import atlasprox.scfedvi.net.Weights;
import java.io.Serializable;
import java.util.function.Consumer;

/** Weights and both of Adam's moments, averaged over shards of cells by their numbers: exact sums, so the same in any order. */
final class LearnedSums implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Values, first moments, second moments, masses. */
    private final long[] sums;

    /** @param like what is averaged */
    LearnedSums(Learned like) {
        this.sums = new long[3 * like.values().size() + like.masses().length];
    }

    /** Whether all can be averaged: squares of gradients that are beyond reach are cut there, which divides a step by less. */
    static boolean reaches(Learned learned) {
        return reaches(learned.values())
                && reaches(learned.first())
                && learned.second().areFinite();
    }

    private static boolean reaches(Weights weights) {
        for (Block block : weights.blocks()) {
            for (float[] row : block.rows()) {
                for (float value : row) {
                    if (!FixedPoint.reaches(value)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /**
     * @param share that these have of all cells
     * @param learned within reach
     */
    void add(double share, Learned learned) {
        int place = add(share, learned.values(), 0);
        place = add(share, learned.first(), place);
        place = add(share, learned.second(), place);
        add(share, learned.masses(), place);
    }

    private int add(double share, Weights weights, int from) {
        int place = from;
        for (Block block : weights.blocks()) {
            for (float[] row : block.rows()) {
                place = add(share, row, place);
            }
        }
        return place;
    }

    private int add(double share, float[] row, int from) {
        for (int j = 0; j < row.length; j++) {
            sums[from + j] += FixedPoint.of(share, Math.min(row[j], Integer.MAX_VALUE));
        }
        return from + row.length;
    }

    /** Whoever adds masks gets all sums, in their order. */
    void hide(Consumer<long[]> masks) {
        masks.accept(sums);
    }

    void merge(LearnedSums other) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
        }
    }

    /**
     * @param like of the same shape
     * @return the average, where all shares have come
     */
    Learned average(Learned like) {
        Learned average = like.copy();
        int place = take(average.values(), 0);
        place = take(average.first(), place);
        place = take(average.second(), place);
        take(average.masses(), place);
        return average;
    }

    private int take(Weights weights, int from) {
        int place = from;
        for (Block block : weights.blocks()) {
            for (float[] row : block.rows()) {
                place = take(row, place);
            }
        }
        return place;
    }

    private int take(float[] row, int from) {
        for (int j = 0; j < row.length; j++) {
            row[j] = (float) FixedPoint.value(sums[from + j]);
        }
        return from + row.length;
    }
}
