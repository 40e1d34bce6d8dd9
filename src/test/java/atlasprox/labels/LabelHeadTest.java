package atlasprox.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LabelHeadTest {

    @Test
    void tellsCellsApartWhereTheyHardlySpread() {
        LabelHead head = head(LabelCells.draw(3, 100, 1L));
        Random random = new Random(2L);
        int right = 0;
        for (int i = 0; i < 300; i++) {
            Annotation said = annotate(head, LabelCells.place(i % 3, random), 1);
            right += head.discriminant().labels()[said.labels()[0]].equals("type" + i % 3) ? 1 : 0;
        }
        // The labels' means are 6 deviations apart along that difference, and 2 along each coordinate.
        assertThat(right).isGreaterThan(290);
    }

    @Property(tries = 30)
    void candidatesAreLabelsThatHaveASayWithProbabilitiesThatFall(
            @ForAll @IntRange(min = 1, max = 6) int labels, @ForAll long seed) {
        LabelHead head = head(LabelCells.draw(labels, 3, seed));
        Annotation said = annotate(head, LabelCells.place(0, new Random(seed)), 99);
        assertThat(said.labels()).hasSizeBetween(1, labels).doesNotHaveDuplicates();
        assertThat(said.probabilities()).hasSameSizeAs(said.labels());
        double sum = 0.0;
        double before = 1.0;
        for (double probability : said.probabilities()) {
            sum += probability;
            assertThat(probability).isPositive().isLessThanOrEqualTo(before);
            before = probability;
        }
        assertThat(sum).isCloseTo(1.0, within(1e-12));
        assertThat(said.novelty()).isBetween(0.0, 1.0);
    }

    @Test
    void labelsBeyondTheReachAreNoCandidates() {
        LabelHead head = head(LabelCells.draw(12, 40, 7L));
        double[] amongTheLast = LabelCells.place(10, new Random(7L));
        Annotation said = annotate(head, amongTheLast, 5);
        assertThat(said.labels().length).isBetween(1, 4);
        assertThat(Arrays.stream(said.probabilities()).min().orElseThrow()).isPositive();
        assertThat(annotate(head, amongTheLast, 1).labels()).containsExactly(said.labels()[0]);
    }

    @Property(tries = 30)
    void saysWhatAllComponentsTogetherSay(
            @ForAll @IntRange(min = 1, max = 12) int labels,
            @ForAll @IntRange(min = 0, max = 24) int step,
            @ForAll long seed) {
        double[] errors = new double[25];
        errors[step] = -1.0;
        LabelHead head = new LabelHead(
                LabelCells.reference(LabelCells.draw(labels, 300, seed)), Calibration.of(errors, new TreeMap<>()));
        assertThat(head.temperature()).isEqualTo(Math.pow(2.0, step / 4.0));
        assertThat(head.reference().components()).hasSize(3 * labels);
        LabelScores scores = head.discriminant().room();
        double[] posterior = new double[labels];
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            double[] cell = LabelCells.place(random.nextInt(labels), random);
            Annotation said = annotate(head, cell, labels);
            head.discriminant().score(cell, scores);
            scores.posterior(head.temperature(), posterior);
            assertThat(said.labels()[0]).isEqualTo(scores.best());
            double[] told = new double[labels];
            for (int place = 0; place < said.labels().length; place++) {
                told[said.labels()[place]] = said.probabilities()[place];
            }
            // Each component that has no say is less than a millionth of the largest.
            assertThat(told).containsExactly(posterior, within(1e-6 * 3 * labels));
        }
    }

    @Test
    void whatLiesFartherOutIsMoreNovel() {
        LabelHead head = head(LabelCells.draw(2, 200, 3L));
        double before = -1.0;
        for (double far : new double[] {0, 1, 2, 4, 8, 16, 1000}) {
            double novelty =
                    annotate(head, new double[] {far, far, far, -far, 0}, 1).novelty();
            assertThat(novelty).isGreaterThan(before);
            before = novelty;
        }
        assertThat(before).isGreaterThan(0.999);
    }

    @Test
    void ofKnownCellsAsManyAreNovelAsTheThresholdSays() {
        LabelHead head = head(LabelCells.draw(2, 2000, 4L));
        Random random = new Random(5L);
        int novel = 0;
        for (int i = 0; i < 2000; i++) {
            novel += annotate(head, LabelCells.place(i % 2, random), 1).novelty() > 0.95 ? 1 : 0;
        }
        assertThat(novel).isBetween(60, 140);
    }

    @Test
    void oneCellIsAReferenceToo() {
        LabelReference one =
                LabelCells.reference(List.of(new LabelCells.Cell("only", 0, new double[LabelCells.DIMENSION])));
        LabelHead head = new LabelHead(one, new Calibration());
        Annotation said = annotate(head, new double[] {1, 0, 0, 0, 0}, 3);
        assertThat(said.labels()).containsExactly(0);
        assertThat(said.probabilities()).containsExactly(1.0);
        assertThat(said.novelty()).isBetween(0.0, 0.1);
    }

    @Test
    void constantDimensionsDoNoHarm() {
        LabelSums sums = new LabelSums(2);
        for (int i = 0; i < 40; i++) {
            sums.add(i % 2 == 0 ? "a" : "b", 0, new double[] {i % 2 * 10 + i % 5, 7});
        }
        LabelReference reference = LabelReference.none(2).with(sums, new TreeMap<>(), 1);
        LabelHead head = new LabelHead(reference, new Calibration());
        assertThat(annotate(head, new double[] {12, 7}, 1).labels()).containsExactly(1);
        assertThat(annotate(head, new double[] {1, 7}, 1).labels()).containsExactly(0);
    }

    @Test
    void aHeadThatIsTooSureOfItselfIsCooled() {
        LabelHead head = head(LabelCells.draw(2, 100, 6L));
        LabelScores scores = head.discriminant().room();
        Calibration calibration = new Calibration();
        for (int i = 0; i < 100; i++) {
            // In the middle of type1, and a fifth of them called type0 all the same.
            head.discriminant().score(new double[] {3, -3, 0, 0, 0}, scores);
            calibration.addErrors(scores, i % 5 == 0 ? 0 : 1, new double[2]);
        }
        LabelHead cooled = new LabelHead(head.reference(), calibration);
        assertThat(head.temperature()).isEqualTo(1.0);
        assertThat(annotate(cooled, new double[] {3, -3, 0, 0, 0}, 1).probabilities()[0])
                .isCloseTo(0.8, within(0.05));
    }

    @Test
    void labelsWithFewDistancesGoByAll() {
        List<LabelCells.Cell> cells = LabelCells.draw(3, 50, 8L);
        LabelReference reference = LabelCells.reference(cells);
        SortedMap<String, DistanceHistogram> distances = new TreeMap<>();
        for (String label : List.of("type0", "type1")) {
            DistanceHistogram of = new DistanceHistogram();
            for (int i = 1; i <= 1000; i++) {
                of.add(label.equals("type0") ? i / 100.0 : i);
            }
            distances.put(label, of);
        }
        LabelHead head = new LabelHead(reference, Calibration.of(new double[25], distances));
        double near = noveltyAt(head, 0);
        double spread = noveltyAt(head, 1);
        double without = noveltyAt(head, 2);
        assertThat(near).isGreaterThan(0.95);
        assertThat(spread).isLessThan(0.1);
        assertThat(without).isBetween(0.4, 0.6);
    }

    /** At 5 deviations from a label's only component, across the line that the labels' places are on. */
    private static double noveltyAt(LabelHead head, int label) {
        double[] mean = head.reference().components().stream()
                .filter(component -> component.label().equals("type" + label))
                .findFirst()
                .orElseThrow()
                .mean();
        LabelScores scores = head.discriminant().room();
        double step = 0.0;
        double[] cell = mean.clone();
        do {
            step += 0.01;
            cell[3] = mean[3] + step;
            cell[4] = mean[4] - step;
            head.discriminant().score(cell, scores);
        } while (scores.square(label) < 25.0);
        NearLabels room = head.room();
        double novelty = head.annotate(cell, room, 1).novelty();
        assertThat(room.nearest()).isEqualTo(label);
        return novelty;
    }

    private static Annotation annotate(LabelHead head, double[] cell, int candidates) {
        return head.annotate(cell, head.room(), candidates);
    }

    /** Calibrated on as many cells again. */
    private static LabelHead head(List<LabelCells.Cell> cells) {
        LabelReference reference = LabelCells.reference(cells);
        LabelHead uncalibrated = new LabelHead(reference, new Calibration());
        Discriminant discriminant = uncalibrated.discriminant();
        NearLabels room = uncalibrated.room();
        Calibration calibration = new Calibration();
        Random random = new Random(99L);
        for (LabelCells.Cell cell : cells) {
            room.find(LabelCells.place(discriminant.number(cell.label()), random), 1.0);
            calibration.addDistance(discriminant.labels()[room.nearest()], room.square());
        }
        return new LabelHead(reference, calibration);
    }
}
