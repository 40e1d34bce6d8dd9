package atlasprox.aligned.settings;

import java.io.Serializable;

/**
 * The settings of aligned refinement in force for one fit.
 *
 * @param rounds rounds at most, at least 1
 * @param prototypes the number of prototypes K, or 0 for min(round(cells / 30), 100)
 * @param sigma the width of responsibilities, above 0
 * @param theta the diversity pressure at its full, at least 0; 0 for none
 * @param alpha how many of the expected cells a batch's own evidence is weighed against, above 0
 * @param ridge how strongly a round holds a batch's shift to the last round's, in units of alpha, above 0
 * @param gapLimit pooled deviations between a batch's group and the other batches' of the same kind at which it is trusted half, above 0
 * @param innerIterations J, at least 1
 * @param huberCutoff pooled deviations beyond which a cell counts less, above 0
 * @param falseAlarms how often a table without a batch effect may be taken for one with, above 0; 1 to take every batch for different
 * @param minCells the least number of cells behind a centroid or group that a client tells of, at least 1
 * @param mu weight of the proximal term to the last round's experts, at least 0
 * @param tolerance the relative fall of the objective below which rounds end early; 0 for none
 * @param start how batches are moved before the first round
 * @param maxFitCells how many cells are visited at most, about; 0 for all, {@link #BY_BATCHES} to go by the number of batches
 * @param seed the run's seed
 */
public record AlignedSettings(
        int rounds,
        int prototypes,
        double sigma,
        double theta,
        double alpha,
        double ridge,
        double gapLimit,
        int innerIterations,
        double huberCutoff,
        double falseAlarms,
        int minCells,
        double mu,
        double tolerance,
        Start start,
        long maxFitCells,
        long seed)
        implements Serializable {

    /** Rounds that a diversity pressure takes to run its course. */
    public static final int PRESSED_ROUNDS = 13;

    /** The fit's number of cells goes by the number of batches. */
    public static final long BY_BATCHES = -1L;

    private static final int FADING_ROUNDS = 4;

    /** What fits on a part of the cells cost and save is in docs/benchmarks.md (bench/sample.py). */
    private static final long FIT_CELLS = 100_000L;

    private static final long FIT_CELLS_OF_BATCH = 5_000L;

    /** How batches are moved before the first round. */
    public enum Start {
        /** Not at all. */
        NONE(Double.POSITIVE_INFINITY),
        /** Those that several groups of cells agree about: supported 1.5 times as well as any rival. Other values: bench/constants.py. */
        AUTO(1.5),
        /** All, by their best displacement, however doubtful. */
        SHIFT(0.0);

        private final double ratio;

        Start(double ratio) {
            this.ratio = ratio;
        }

        /** @return by how much the best displacement must beat every other one to be taken */
        public double ratio() {
            return ratio;
        }
    }

    /**
     * @param limit another gap limit, above 0
     * @return these settings with it
     */
    public AlignedSettings withGapLimit(double limit) {
        return new AlignedSettings(
                rounds,
                prototypes,
                sigma,
                theta,
                alpha,
                ridge,
                limit,
                innerIterations,
                huberCutoff,
                falseAlarms,
                minCells,
                mu,
                tolerance,
                start,
                maxFitCells,
                seed);
    }

    /**
     * The diversity pressure is in full force at first and fades over the last {@value #FADING_ROUNDS} of the rounds, or of the
     * first {@value #PRESSED_ROUNDS} where there are more, by .8, .6, .4 and .2; after them there is none.
     *
     * @param round a round's number, from 1
     * @return theta in that round
     */
    public double thetaIn(int round) {
        int end = Math.min(rounds, PRESSED_ROUNDS) + 1;
        return theta * Math.max(0.0, Math.min(1.0, (end - round) / (FADING_ROUNDS + 1.0)));
    }

    /**
     * @param cells the number of cells N
     * @return the number of prototypes K
     */
    public int prototypesFor(long cells) {
        return prototypes > 0 ? prototypes : (int) Math.max(1, Math.min(100, Math.round(cells / 30.0)));
    }

    /**
     * Enough for the groups of every batch to be known to a few hundredths of their deviation; the cost of a fit no longer grows with
     * the cells.
     *
     * @param batches the number of batches B that are fitted together
     * @return how many of their cells are visited at most, about; 0 for all
     */
    public long fitCellsFor(int batches) {
        return maxFitCells == BY_BATCHES ? Math.max(FIT_CELLS, FIT_CELLS_OF_BATCH * batches) : maxFitCells;
    }
}
