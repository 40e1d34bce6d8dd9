package atlasprox.labels.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.labels.Calibration;
import atlasprox.labels.LabelHead;
import atlasprox.labels.LabelSums;
import atlasprox.labels.NearestPrototype;
import atlasprox.labels.learn.LabelExchanges.LabelledParts;
import atlasprox.math.Centre;
import atlasprox.rounds.Exchange;
import atlasprox.rounds.Exchanges;
import atlasprox.scbatchprox.FilmTable;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What comes of answers, well-formed or not, of sides of which nothing else is known. */
class LabelFitTest {
    private static final LabelledParts[] LABELLED = {new LabelledParts(new boolean[] {true, true}, false)};
    private static final LabelParts[] LABELS = {parts(0, 1, 2)};
    private static final Calibration[] DISTANCES = {new Calibration()};

    @Test
    void answersMakeAHead() {
        assertThat(learned(LABELLED, LABELS, DISTANCES)).containsOnlyKeys("type");
    }

    @Test
    void answersToSomethingElseAreRefused() {
        requireRefused("no site answers (looking for labels)");
        requireRefused("no site answers (summing labelled cells)", (Object) LABELLED);
        List.of(
                        new LabelledParts[0],
                        new LabelledParts[] {null},
                        new LabelledParts[] {LABELLED[0], LABELLED[0]},
                        new LabelledParts[] {new LabelledParts(new boolean[3], false)})
                .forEach(labelled ->
                        requireRefused("a site answers (looking for labels) something else", (Object) labelled));
        List.of(
                        new LabelParts[0],
                        new LabelParts[] {parts(0, 2, 2)},
                        new LabelParts[] {parts(-1, 1, 2)},
                        new LabelParts[] {parts(0, 1, 3)})
                .forEach(labels ->
                        requireRefused("a site answers (summing labelled cells) something else", LABELLED, labels));
        requireRefused("a site answers (calibrating labels) something else", LABELLED, LABELS, new Calibration[] {
            DISTANCES[0], DISTANCES[0]
        });
    }

    /** A site that was started again with other labels is to find out. */
    @Test
    void answersOfOtherCellsAreToldApart() {
        assertThat(areSame(LABELLED, LABELLED.clone())).isTrue();
        assertThat(areSame(LABELLED, new LabelledParts[] {new LabelledParts(new boolean[] {true, false}, false)}))
                .isFalse();
        assertThat(areSame(LABELS, new LabelParts[] {parts(0, 1, 2)})).isTrue();
        assertThat(areSame(LABELS, new LabelParts[] {parts(0, 2, 2)})).isFalse();
        LabelParts more = parts(0, 1, 2);
        more.parts().get(0).add("T", 0, new double[2]);
        assertThat(areSame(LABELS, new LabelParts[] {more})).isFalse();
    }

    private static boolean areSame(Object some, Object more) {
        return LabelExchanges.areOfTheSameCells(new TreeMap<>(Map.of(3, some)), new TreeMap<>(Map.of(3, more)));
    }

    private static void requireRefused(String why, Object... answers) {
        assertThatThrownBy(() -> learned(answers))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining(why)
                .hasMessageEndingWith("run the same version on all sides");
    }

    private static SortedMap<String, LabelHead> learned(Object... answers) {
        LabelPlace place = new LabelPlace(
                new FilmTable(List.of("a", "b"), 2, new double[2][2], new double[2][2]),
                Centre.origin(2),
                new NearestPrototype());
        return new LabelFit(List.of("type"), place, 2, new Answers(answers)).learned(Map.of("a", 20L, "b", 20L));
    }

    private static LabelParts parts(int one, int other, int dimension) {
        SortedMap<Integer, LabelSums> parts = new TreeMap<>();
        for (int part : new int[] {one, other}) {
            LabelSums sums = new LabelSums(dimension);
            for (int cell = 0; cell < 20; cell++) {
                double[] place = new double[dimension];
                place[cell % dimension] = cell;
                sums.add(cell % 2 == 0 ? "T" : "B", 0, place);
            }
            parts.put(part, sums);
        }
        return new LabelParts(parts, new TreeMap<>(Map.of("T", 2, "B", 2)), false);
    }

    /** One side, which answers each question by what is of its kind, if anything is. */
    private static final class Answers implements Exchanges {
        private final Object[] answers;

        Answers(Object... answers) {
            this.answers = answers;
        }

        @Override
        public <M extends Serializable, U> SortedMap<Integer, U> exchange(
                Exchange<M, U> exchange, String what, M message) {
            SortedMap<Integer, U> updates = new TreeMap<>();
            for (Object answer : answers) {
                if (exchange.update().isInstance(answer)) {
                    updates.put(0, exchange.update().cast(answer));
                }
            }
            return updates;
        }
    }
}
