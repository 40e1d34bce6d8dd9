package atlasprox.sites.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.aligned.model.CentredMixture;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.labels.Calibration;
import atlasprox.labels.Discriminant;
import atlasprox.labels.LabelReference;
import atlasprox.labels.LabelScores;
import atlasprox.labels.LabelSums;
import atlasprox.labels.NearestPrototype;
import atlasprox.labels.learn.LabelExchanges;
import atlasprox.labels.learn.LabelExchanges.LabelQuestion;
import atlasprox.labels.learn.LabelFolds;
import atlasprox.labels.learn.LabelParts;
import atlasprox.labels.learn.LabelPlace;
import atlasprox.math.Centre;
import atlasprox.math.Moments;
import atlasprox.rounds.Correction;
import atlasprox.scbatchprox.FilmTable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ContentTest {

    @Property(tries = 200)
    void anyNumberComesBackWithAllItsBits(@ForAll double number, @ForAll long bits) {
        double[] numbers = {number, Double.longBitsToDouble(bits), -0.0, Double.NEGATIVE_INFINITY};
        double[] back = Content.value(message(Content.line(numbers)), double[].class);
        for (int i = 0; i < numbers.length; i++) {
            assertThat(Double.doubleToLongBits(back[i])).isEqualTo(Double.doubleToLongBits(numbers[i]));
        }
    }

    @Test
    void objectsComeBackByTheirFields() {
        Moments moments = new Moments(3);
        Random random = new Random(1);
        for (int cell = 0; cell < 1_000; cell++) {
            moments.add(new float[] {random.nextFloat(), 1e9f * random.nextFloat(), -random.nextFloat()}, 0);
        }
        Moments back = Content.value(message(Content.line(moments)), Moments.class);
        assertThat(back).usingRecursiveComparison().isEqualTo(moments);
        assertThat(back.merge(moments).mean()).isEqualTo(moments.merge(moments).mean());
    }

    @Test
    void prototypesThatBatchesShareAreThereOnce() {
        double[][] shared = {{1.0, 0.0}, {0.0, 1.0}};
        FilmMixture mixture =
                FilmMixture.shifting(List.of("a", "b"), shared, new double[][] {{1.0, 2.0}, {0.1, 0.2}}, 0.1, 2);
        byte[] line = Content.line(mixture);
        FilmMixture back = Content.value(message(line), FilmMixture.class);
        assertThat(back.prototypes(0)).isSameAs(back.prototypes(1)).isDeepEqualTo(shared);
        assertThat(Content.line(back)).isEqualTo(line);
    }

    @Test
    void correctionsSayOfWhichKindTheyAre() {
        FilmMixture mixture =
                FilmMixture.shifting(List.of("a"), new double[][] {{1.0, 0.0}}, new double[][] {{1.0, 2.0}}, 0.1, 2);
        Correction centred = new CentredMixture(new Centre(new double[] {0.1, 1e-9}), mixture);
        Correction adapters = new FilmTable(List.of("a"), 2, new double[][] {{0.3, 1.0}}, new double[][] {{2.0, 0.1}});
        for (Correction correction : List.of(centred, adapters)) {
            LabelQuestion asked = new LabelQuestion(
                    List.of("type"),
                    new LabelPlace(correction, Centre.origin(2), new NearestPrototype(new double[] {1.0, 0.0})),
                    List.of(new LabelFolds(new TreeMap<>(Map.of("a", 0)), 1)));
            byte[] line = Content.line(asked);
            LabelQuestion back = Content.value(message(line), LabelQuestion.class);
            assertThat(Content.line(back)).isEqualTo(line);
            assertThat(back.place().correction()).hasSameClassAs(correction);
            double[] cell = {0.7, -3.0};
            double[] same = cell.clone();
            correction.correct(0, cell);
            back.place().correction().correct(0, same);
            assertThat(same).containsExactly(cell);
        }
    }

    @Property(tries = 20)
    void labelsAndDistancesComeBackAndAddUp(@ForAll long seed) {
        Random random = new Random(seed);
        LabelSums sums = new LabelSums(2);
        Calibration calibration = new Calibration();
        for (int cell = 0; cell < 50; cell++) {
            sums.add("type " + random.nextInt(3), random.nextInt(2), new double[] {
                random.nextGaussian(), 1e9 * random.nextFloat()
            });
            calibration.addDistance("type 1", Math.exp(random.nextGaussian()));
        }
        LabelParts parts =
                new LabelParts(new TreeMap<>(Map.of(3, sums)), new TreeMap<>(Map.of("type 0", 1, "type 1", 2)), false);
        LabelParts back = Content.updates(
                        message(Content.line(new TreeMap<>(Map.of(4, new LabelParts[] {parts})))), LabelParts[].class)
                .get(4)[0];
        assertThat(back.batches()).isEqualTo(parts.batches());
        assertThat(back.parts().get(3).merge(sums)).usingRecursiveComparison().isEqualTo(sums.merge(sums));
        LabelReference known = LabelReference.none(2).with(sums, new TreeMap<>(parts.batches()), 2);
        Discriminant discriminant = new Discriminant(known);
        LabelScores scores = discriminant.room();
        discriminant.score(new double[] {random.nextGaussian(), 1e8}, scores);
        calibration.addErrors(scores, 0, new double[discriminant.labels().length]);
        LabelExchanges.Others others = new LabelExchanges.Others(List.of(List.of(known)), 0.25);
        LabelExchanges.Others told = Content.value(message(Content.line(others)), LabelExchanges.Others.class);
        assertThat(told).usingRecursiveComparison().isEqualTo(others);
        Calibration same = Content.updates(
                        message(Content.line(new TreeMap<>(Map.of(4, new Calibration[] {calibration})))),
                        Calibration[].class)
                .get(4)[0];
        assertThat(same).usingRecursiveComparison().isEqualTo(calibration);
        assertThat(same.errors()).isEqualTo(calibration.errors()).isNotEqualTo(new Calibration().errors());
    }

    @Test
    void updatesAreByClients() {
        byte[] line = Content.line(new TreeMap<>(Map.of(3, 7L, 12, 9L)));
        assertThat(Content.updates(message(line), Long.class)).isEqualTo(new TreeMap<>(Map.of(3, 7L, 12, 9L)));
    }

    @Test
    void whatIsSomethingElseIsRefused() {
        List.of("{\"count\":1}", "{}", "null", "{}x", "7", "{\"count\":1,\"more\":1}", "[")
                .forEach(text -> assertThatThrownBy(
                                () -> Content.value(message(text.getBytes(StandardCharsets.UTF_8)), Moments.class))
                        .as(text)
                        .isInstanceOf(BadDataException.class)
                        .hasMessageContaining("message 3 (sums) of 'a' is not what it should be"));
    }

    private static Message message(byte[] content) {
        return new Message(
                new Header(
                        Header.FORMAT,
                        "run",
                        1,
                        3,
                        "sums",
                        "round 1",
                        "a",
                        List.of("a"),
                        null,
                        1,
                        content.length,
                        Message.sha256(content)),
                Arrays.copyOf(content, content.length));
    }
}
