package atlasprox.labels.told;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.labels.LabelHead;
import atlasprox.results.AnnotationSummary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ToldCellsTest {
    private static final long SURE = 1L << 30;

    @Test
    void agreementIsThatOfTheLabelsThatTheReferenceHas() {
        Confusion confusion = new Confusion();
        add(confusion, "T", "T", 8, true);
        add(confusion, "T", "B", 2, true);
        add(confusion, "B", "B", 5, true);
        add(confusion, "B", "unassigned", 5, true);
        add(confusion, "platelet", "T", 3, false);
        AnnotationSummary.Agreement found = confusion.agreement("cell_type").orElseThrow();
        assertThat(found.cells()).isEqualTo(20);
        assertThat(found.lacking()).isEqualTo(3);
        assertThat(found.accuracy()).isEqualTo(13.0 / 20);
        // T: 8 of 10 found, all 8 right; B: 5 of 10 found, 5 of 7 right.
        assertThat(found.macroF1()).isCloseTo((16.0 / 18 + 10.0 / 17) / 2, within(1e-12));
        assertThat(found.labels()).containsExactly("B", "T");
        assertThat(found.counts()).isDeepEqualTo(new long[][] {{5, 0, 0, 5}, {2, 8, 0, 0}, {0, 0, 0, 0}});
    }

    @Test
    void unassignedIsNoLabelOfATablesOwn() {
        ToldCells cells = new ToldCells(2);
        cells.add(new ToldCell("a", "unassigned", "unassigned", SURE, 0, false), true);
        cells.add(new ToldCell("a", "unassigned", "T", SURE, 0, false), false);
        cells.add(new ToldCell("a", null, "T", SURE, 0, false), false);
        AnnotationSummary none = cells.summary("cell_type", "own", 0.99, NewCellsTest.head());
        assertThat(none.agreement()).isNull();
        assertThat(none.all().unassigned()).isEqualTo(1);
        cells.add(new ToldCell("a", "T", "T", SURE, 0, false), true);
        AnnotationSummary one = cells.summary("cell_type", "own", 0.99, NewCellsTest.head());
        assertThat(one.agreement().cells()).isEqualTo(1);
        assertThat(one.agreement().lacking()).isZero();
    }

    @Test
    void labelsBeyondTheCommonestAreTakenTogether() {
        Confusion confusion = new Confusion();
        for (int label = 0; label < 40; label++) {
            add(confusion, "type " + (10 + label), "type " + (10 + label), 40 - label, true);
        }
        AnnotationSummary.Agreement found = confusion.agreement("cell_type").orElseThrow();
        assertThat(found.labels()).hasSize(30).startsWith("type 10").doesNotContain("type 49");
        assertThat(found.counts()[30][30]).isEqualTo(55);
        assertThat(found.macroF1()).isEqualTo(1.0);
    }

    @Test
    void ownLabelsThatLookLikeIdentifiersAreLetGoOf() {
        Confusion confusion = new Confusion();
        for (int cell = 0; cell <= 200_000; cell++) {
            add(confusion, "cell " + cell, "T", 1, true);
        }
        assertThat(new Confusion().merge(confusion).agreement("cell_type")).isEmpty();
    }

    private static void add(Confusion confusion, String own, String told, int cells, boolean isKnown) {
        for (int cell = 0; cell < cells; cell++) {
            confusion.add(new ToldCell("a", own, told, SURE, 0, false), isKnown);
        }
    }

    @Test
    void theMedianLiesWhereHalfOfTheCellsAre() {
        Tally tally = new Tally();
        for (int bin = 0; bin < 100; bin++) {
            tally.add(new ToldCell("a", null, "T", SURE / 4, bin, bin == 99));
        }
        assertThat(tally.group("T")).isEqualTo(new AnnotationSummary.Group("T", 100, 0, 1, 0.25, 0.5));
        assertThat(new Tally().group("T").novelty()).isZero();
    }

    @Property(tries = 30)
    void neitherOrderNorPartsMakeADifference(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int parts) {
        Random random = new Random(seed);
        List<Integer> cells = new ArrayList<>(IntStream.range(0, 200).boxed().toList());
        ToldCells one = sums(cells, seed);
        Collections.shuffle(cells, random);
        ToldCells other = new ToldCells(2);
        for (int part = 0; part < parts; part++) {
            other.merge(sums(cells.subList(part * 200 / parts, (part + 1) * 200 / parts), seed));
        }
        LabelHead head = NewCellsTest.head();
        assertThat(other.summary("cell_type", "own", 0.99, head))
                .usingRecursiveComparison()
                .isEqualTo(one.summary("cell_type", "own", 0.99, head));
    }

    private static ToldCells sums(List<Integer> cells, long seed) {
        ToldCells sums = new ToldCells(2);
        for (int cell : cells) {
            Random random = new Random(seed + cell);
            boolean isNew = random.nextBoolean();
            String batch = "batch " + random.nextInt(3);
            sums.add(
                    new ToldCell(
                            batch,
                            "type " + random.nextInt(4),
                            "type " + random.nextInt(3),
                            (long) (SURE * random.nextDouble()),
                            random.nextInt(100),
                            isNew),
                    random.nextBoolean());
            if (isNew) {
                sums.newCells().add(random.nextInt(2), random.nextInt(3), batch, new double[] {
                    random.nextGaussian(), random.nextGaussian()
                });
            }
        }
        return sums;
    }
}
