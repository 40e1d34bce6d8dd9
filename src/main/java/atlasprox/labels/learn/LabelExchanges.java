package atlasprox.labels.learn;

import atlasprox.labels.Calibration;
import atlasprox.labels.LabelReference;
import atlasprox.rounds.Exchange;
import atlasprox.rounds.Together;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is asked of whoever has labelled cells, in this order; each side answers under the number of its first client, as updates are only added
 * up. Nothing in an answer rests on fewer cells than the clients' own least number.
 */
public final class LabelExchanges {
    /** Which cells are looked at, and how; the answer is, for each column, which parts of the batches have labels. */
    public static final Exchange<LabelQuestion, LabelledParts[]> LABELLED =
            new Exchange<>("labelled", LabelQuestion.class, LabelledParts[].class);

    /** Sums of each column. */
    public static final Exchange<Dealing, LabelParts[]> LABELS =
            new Exchange<>("labels", Dealing.class, LabelParts[].class);

    /** How cells stand to what the other parts tell, of each column; goes by the last {@link #LABELS}. */
    public static final Exchange<Others, Calibration[]> DISTANCES =
            new Exchange<>("distances", Others.class, Calibration[].class);

    private LabelExchanges() {}

    /** @return all of them */
    public static List<Exchange<?, ?>> all() {
        return List.of(LABELLED, LABELS, DISTANCES);
    }

    /**
     * @param some the answer of a side to {@link #LABELLED} or {@link #LABELS}
     * @param more the answer of the same side to the same question
     * @return whether both are of the same labelled cells, as far as whole numbers tell
     */
    public static boolean areOfTheSameCells(SortedMap<Integer, ?> some, SortedMap<Integer, ?> more) {
        return counts(some).equals(counts(more));
    }

    private static Map<Integer, List<Object>> counts(SortedMap<Integer, ?> answer) {
        Map<Integer, List<Object>> counts = new TreeMap<>();
        answer.forEach((client, columns) -> counts.put(
                client,
                Arrays.stream((Object[]) columns)
                        .map(of -> of instanceof LabelParts parts ? parts.counts() : ((LabelledParts) of).counts())
                        .toList()));
        return counts;
    }

    /**
     * Which labels of which cells.
     *
     * @param columns the label columns, at least one
     * @param place where cells lie
     * @param folds for each column the parts that batches are dealt to
     */
    public record LabelQuestion(List<String> columns, LabelPlace place, List<LabelFolds> folds)
            implements Serializable, Together {}

    /**
     * How sums are kept apart.
     *
     * @param folds for each column the parts that are left out in turn
     */
    public record Dealing(List<LabelFolds> folds) implements Serializable, Together {}

    /**
     * What cells are held against.
     *
     * @param known for each column and part what all others tell; of no label where these have none
     * @param share of the cells that the temperature is learned from
     */
    public record Others(List<List<LabelReference>> known, double share) implements Serializable, Together {}

    /**
     * Where a column has labels.
     *
     * @param there for each part whether it has any that are told of
     * @param overfull whether there are so many labels that the column looks like one of identifiers; nothing else is known then
     */
    public record LabelledParts(boolean[] there, boolean overfull) implements Serializable {

        /** In all of some parts, for all that is known. */
        static LabelledParts all(int folds) {
            boolean[] there = new boolean[folds];
            Arrays.fill(there, true);
            return new LabelledParts(there, false);
        }

        LabelledParts merge(LabelledParts other) {
            boolean[] both = new boolean[there.length];
            for (int fold = 0; fold < both.length; fold++) {
                both[fold] = there[fold] || other.there[fold];
            }
            return new LabelledParts(both, overfull || other.overfull);
        }

        /** All of it, to be held against another. */
        Object counts() {
            return List.of(Arrays.toString(there), overfull);
        }

        int count() {
            int count = 0;
            for (boolean one : there) {
                count += one ? 1 : 0;
            }
            return count;
        }
    }
}
