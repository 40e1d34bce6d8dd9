package atlasprox.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LabelReferenceTest {

    @Property(tries = 50)
    void partsInAnyOrderGiveTheSameBits(@ForAll @IntRange(min = 1, max = 7) int parts, @ForAll long seed) {
        List<LabelCells.Cell> cells = LabelCells.draw(3, 40, seed);
        LabelReference whole = LabelCells.reference(cells);
        Collections.shuffle(cells, new Random(seed + 1));
        List<LabelSums> sums = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            sums.add(LabelCells.sums(cells.subList(cells.size() * part / parts, cells.size() * (part + 1) / parts)));
        }
        Collections.shuffle(sums, new Random(seed + 2));
        LabelSums merged = sums.stream().reduce(new LabelSums(LabelCells.DIMENSION), LabelSums::merge);
        LabelReference found = LabelReference.none(LabelCells.DIMENSION).with(merged, LabelCells.batches(cells), 1);
        assertThat(found.labels()).isEqualTo(whole.labels());
        assertThat(found.scatter()).isDeepEqualTo(whole.scatter());
        assertThat(found.components()).hasSameSizeAs(whole.components());
        for (int c = 0; c < found.components().size(); c++) {
            assertThat(found.components().get(c).mean())
                    .containsExactly(whole.components().get(c).mean());
            assertThat(found.components().get(c).cells())
                    .isEqualTo(whole.components().get(c).cells());
        }
    }

    @Test
    void theScatterIsAboutTheComponents() {
        List<LabelCells.Cell> cells = LabelCells.draw(2, 10, 3L);
        LabelReference reference = LabelCells.reference(cells);
        double expected = 0.0;
        for (LabelCells.Cell cell : cells) {
            double[] mean = reference.components().stream()
                    .filter(component -> component.label().equals(cell.label()))
                    .findFirst()
                    .orElseThrow()
                    .mean();
            expected += (cell.place()[0] - mean[0]) * (cell.place()[1] - mean[1]);
        }
        assertThat(reference.components()).hasSize(2);
        assertThat(reference.scatter()[1][0]).isCloseTo(expected, within(1e-9));
        assertThat(reference.degrees()).isEqualTo(18);
    }

    @Test
    void growsAsIfAllCellsHadComeAtOnce() {
        List<LabelCells.Cell> first = LabelCells.draw(2, 12, 5L);
        List<LabelCells.Cell> later = LabelCells.draw(3, 12, 6L);
        LabelReference grown = LabelCells.reference(first).with(LabelCells.sums(later), LabelCells.batches(later), 1);
        LabelReference atOnce = LabelCells.reference(
                Stream.concat(first.stream(), later.stream()).toList());
        assertThat(grown.degrees()).isEqualTo(atOnce.degrees());
        for (int j = 0; j < LabelCells.DIMENSION; j++) {
            assertThat(grown.scatter()[j]).containsExactly(atOnce.scatter()[j], within(1e-9));
        }
        assertThat(grown.labels().get("type0")).isEqualTo(new LabelReference.Behind(24, 2));
        assertThat(grown.labels().get("type2")).isEqualTo(new LabelReference.Behind(12, 1));
    }

    @Test
    void whatRestsOnTooFewCellsIsLeftOut() {
        List<LabelCells.Cell> cells = LabelCells.draw(2, 20, 7L);
        cells.add(new LabelCells.Cell("rare", 1, new double[LabelCells.DIMENSION]));
        LabelReference reference =
                LabelReference.none(LabelCells.DIMENSION).with(LabelCells.sums(cells), LabelCells.batches(cells), 10);
        assertThat(reference.labels()).containsOnlyKeys("type0", "type1");
        assertThat(reference.components()).allMatch(component -> component.cells() >= 10);
        assertThat(reference.degrees()).isEqualTo(41 - 3);
    }

    @Test
    void aLabelOfTwoPlacesHasTwoComponents() {
        List<Component> groups = List.of(
                new Component("a", 30, new double[] {0, 0}),
                new Component("a", 29, new double[] {9, 9}),
                new Component("a", 2, new double[] {0, 1}));
        assertThat(WardMerging.of(groups, 1)).extracting(Component::cells).containsExactly(32L, 29L);
        assertThat(WardMerging.of(groups, 30)).extracting(Component::cells).containsExactly(61L);
        assertThat(WardMerging.of(groups, 1).get(0).mean()).containsExactly(0.0, 1.0 / 16);
    }

    @Test
    void whatLiesTogetherBecomesOneAndAStrayCellJoinsTheNearest() {
        List<Component> groups = new ArrayList<>();
        for (double place : new double[] {0, 100, 1, 101, 2, 102, 40}) {
            groups.add(new Component("a", place == 40 ? 1 : 15, new double[] {place}));
        }
        assertThat(WardMerging.of(groups, 1).stream().map(Component::cells)).containsExactly(46L, 45L);
    }

    @Test
    void whatLiesNearBecomesOneThoughItCostsMoreThanToMergeWhatIsFarAndSmall() {
        List<Component> groups = List.of(
                new Component("", 100, new double[] {0}),
                new Component("", 100, new double[] {1.3}),
                new Component("", 16, new double[] {3.5}));
        assertThat(WardMerging.members(groups, 2.0)).containsExactly(List.of(0, 1), List.of(2));
        assertThat(WardMerging.members(groups, 1.0)).containsExactly(List.of(0), List.of(1), List.of(2));
    }

    @Test
    void nothingIsKnownOfNoCells() {
        LabelReference none = LabelReference.none(2).with(new LabelSums(2), new TreeMap<>(), 1);
        assertThat(none.labels()).isEmpty();
        assertThat(none.degrees()).isZero();
    }

    @Test
    void cellsThatCoincideSpreadNoFartherThanRoundingDoes() {
        Random random = new Random(9L);
        LabelSums sums = new LabelSums(LabelCells.DIMENSION);
        List<double[]> places = new ArrayList<>();
        for (int l = 0; l < 6; l++) {
            double[] place = new double[LabelCells.DIMENSION];
            for (int j = 0; j < place.length; j++) {
                place[j] = (float) (100 + random.nextGaussian());
            }
            places.add(place);
            for (int copy = 0; copy < 200; copy++) {
                sums.add("type" + l, 0, place);
            }
        }
        LabelReference reference = LabelReference.none(LabelCells.DIMENSION).with(sums, new TreeMap<>(), 1);
        assertThat(reference.scatter()).isDeepEqualTo(new double[LabelCells.DIMENSION][LabelCells.DIMENSION]);
        Discriminant discriminant = new Discriminant(reference);
        LabelScores scores = discriminant.room();
        for (int l = 0; l < 6; l++) {
            discriminant.score(places.get(l), scores);
            assertThat(scores.best()).isEqualTo(l);
        }
    }

    @Test
    void correlationsThatHaveNoRootAreTakenForNone() {
        double[][] impossible = {{1, 0.9, -0.9}, {0.9, 1, 0.9}, {-0.9, 0.9, 1}};
        double[] cell = {1, 2, 3};
        double[] whitened = new double[3];
        Whitening.of(impossible, 1_000_000L).apply(cell, whitened);
        assertThat(whitened).containsExactly(new double[] {1_000, 2_000, 3_000}, within(1e-6));
    }
}
