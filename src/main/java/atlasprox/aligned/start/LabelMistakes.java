package atlasprox.aligned.start;

import atlasprox.aligned.settings.Parts;
import atlasprox.math.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which of a batch's labels could be no more than mistakes. Where one label in twenty is another one by chance, a batch of n labelled cells has about
 * {@code m = n pi / 20} of a label that it lacks, pi being the label's share of all labelled cells, or one in so many as there are labels where
 * that is more. Labels of at most {@code m + 4 sqrt(m)} cells are left aside if these lie {@linkplain LabelSpan where} the batch's cells of
 * other labels do. A kind that is rare in a batch lies apart.
 */
final class LabelMistakes {
    /** Of what is taken for granted of labels; cells that are labelled by hand or by reference agree no better than that. */
    private static final double RATE = 0.05;

    /** So many deviations of a count by chance. */
    private static final double DEVIATIONS = 4.0;

    private final Parts parts;
    private final List<Moments> told;
    private final int[] pool;
    private final double[] labelled;
    private final double[] share;
    private final Map<Integer, List<Moments>> common = new HashMap<>();
    private final Map<Integer, LabelSpan> spans = new HashMap<>();

    /**
     * @param parts which part of which batch each client is
     * @param told what each client tells of its cells
     */
    LabelMistakes(Parts parts, List<Moments> told) {
        this.parts = parts;
        this.told = told;
        this.pool = parts.withoutLabels();
        this.labelled = new double[Arrays.stream(pool).max().orElse(0) + 1];
        double[] cells = new double[parts.labels()];
        int[] clients = IntStream.range(0, pool.length)
                .filter(parts::isLabelled)
                .filter(client -> told.get(client).count() > 0)
                .toArray();
        for (int client : clients) {
            labelled[pool[client]] += told.get(client).count();
            cells[parts.label()[client]] += told.get(client).count();
        }
        double all = Arrays.stream(cells).sum();
        this.share = Arrays.stream(cells)
                .map(ofLabel -> Math.max(ofLabel / all, 1.0 / cells.length))
                .toArray();
        IntStream.of(clients).filter(client -> !isFew(client)).forEach(client -> common.computeIfAbsent(
                        pool[client], none -> new ArrayList<>())
                .add(told.get(client)));
    }

    /**
     * @param client one that has a label and tells of its cells
     * @return whether the label could be one that its cells have by mistake
     */
    boolean couldBe(int client) {
        return isFew(client)
                && common.containsKey(pool[client])
                && spans.computeIfAbsent(pool[client], of -> new LabelSpan(common.get(of)))
                        .holds(told.get(client));
    }

    private boolean isFew(int client) {
        double mistakes = RATE * labelled[pool[client]] * share[parts.label()[client]];
        return told.get(client).count() <= mistakes + DEVIATIONS * Math.sqrt(mistakes);
    }
}
