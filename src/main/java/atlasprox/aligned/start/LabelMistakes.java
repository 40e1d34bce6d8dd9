package atlasprox.aligned.start;

import atlasprox.aligned.settings.Parts;
import atlasprox.math.Moments;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which of a batch's labels could be no more than mistakes. Where one label in {@code 1 / }{@value #RATE} is another one by chance, a batch of n
 * labelled cells has about {@code m = RATE n pi} of a label that it lacks, pi being the label's share of all labelled cells, or one in so many as there are labels where that is more. So labels of at most
 * {@code m + 4 sqrt(m)} cells are left aside if these lie as any of their batch would: the square distance of their mean from that of the batch,
 * in variances of the batch and in the mean over dimensions, is below {@value #CHANCE} times what it is for as many cells drawn at random. A
 * kind that is rare in a batch, and its own, lies apart.
 */
final class LabelMistakes {
    /** Of what is taken for granted of labels; cells that are labelled by hand or by reference agree no better than that. */
    private static final double RATE = 0.05;

    /** Beyond that is one draw in a hundred where all dimensions go together, as chi-squared of one degree of freedom has it, and fewer else. */
    private static final double CHANCE = 6.6;

    /** So many deviations of a count by chance. */
    private static final double DEVIATIONS = 4.0;

    /** Of the mean square: below this a variance is one of rounding. */
    private static final double ROUND_OFF = 1e-12;

    private final Parts parts;
    private final List<Moments> told;
    private final int[] pool;
    private final Moments[] pools;
    private final double[] share;

    /**
     * @param parts which part of which batch each client is
     * @param told what each client tells of its cells
     */
    LabelMistakes(Parts parts, List<Moments> told) {
        this.parts = parts;
        this.told = told;
        this.pool = parts.withoutLabels();
        int dimension = told.get(0).dimension();
        this.pools = IntStream.rangeClosed(0, Arrays.stream(pool).max().orElse(0))
                .mapToObj(any -> new Moments(dimension))
                .toArray(Moments[]::new);
        double[] cells = new double[parts.labels()];
        for (int client = 0; client < pool.length; client++) {
            if (parts.isLabelled(client)) {
                pools[pool[client]].merge(told.get(client));
                cells[parts.label()[client]] += told.get(client).count();
            }
        }
        double all = Math.max(1.0, Arrays.stream(cells).sum());
        this.share = Arrays.stream(cells)
                .map(ofLabel -> Math.max(ofLabel / all, 1.0 / cells.length))
                .toArray();
    }

    /**
     * @param client one that has a label and tells of its cells
     * @return whether the label could be one that its cells have by mistake
     */
    boolean couldBe(int client) {
        double mistakes = RATE * pools[pool[client]].count() * share[parts.label()[client]];
        return told.get(client).count() <= mistakes + DEVIATIONS * Math.sqrt(mistakes) && liesAsAny(client);
    }

    private boolean liesAsAny(int client) {
        Moments batch = pools[pool[client]];
        double[] mean = told.get(client).mean();
        double[] centre = batch.mean();
        double[] square = batch.meanSquare();
        double apart = 0.0;
        int dimensions = 0;
        for (int j = 0; j < mean.length; j++) {
            double variance = square[j] - centre[j] * centre[j];
            if (variance > ROUND_OFF * square[j]) {
                apart += (mean[j] - centre[j]) * (mean[j] - centre[j]) / variance;
                dimensions++;
            }
        }
        return told.get(client).count() * apart <= CHANCE * dimensions;
    }
}
