package atlasprox.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.metrics.groups.CodedCells;
import atlasprox.metrics.groups.GroupChange;
import atlasprox.metrics.groups.GroupChanges;
import atlasprox.metrics.groups.Unsettled;
import atlasprox.metrics.neighbours.ExactNeighbours;
import atlasprox.metrics.neighbours.NeighbourSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScorerTest {
    private static final NeighbourSearch HERE = (cells, k) -> new ExactNeighbours(cells).all(k);
    private static final List<String> BATCHES = named(240, cell -> "b" + cell % 2);
    private static final List<String> LABELS = named(240, cell -> "l" + cell / 2 % 3);

    @Test
    void givesEveryMetricOfItsProfileAndTheTwoBesides() {
        float[][] cells = cells(240);
        for (Profile profile : Profile.values()) {
            Scorecard card = scorer(BATCHES, LABELS, profile).score(cells, cells);
            assertThat(card.values().keySet())
                    .containsAll(profile.bio())
                    .containsAll(profile.batch())
                    .contains(Metric.HELD_OUT_F1, Metric.PRESERVED)
                    .hasSize(profile.bio().size() + profile.batch().size() + 2);
        }
    }

    @Test
    void countsCellsWithoutLabelsInMetricsThatNeedNoneOnly() {
        float[][] cells = cells(240);
        List<String> some = new ArrayList<>(LABELS);
        IntStream.range(180, 240).forEach(cell -> some.set(cell, null));
        Scorecard partly = scorer(BATCHES, some, Profile.SCIB).score(cells, cells);
        Scorecard labelled = scorer(BATCHES.subList(0, 180), LABELS.subList(0, 180), Profile.SCIB)
                .score(Arrays.copyOf(cells, 180), Arrays.copyOf(cells, 180));
        Scorecard all = scorer(BATCHES, LABELS, Profile.SCIB).score(cells, cells);
        for (Metric metric : List.of(Metric.CLISI, Metric.BRAS, Metric.SILHOUETTE_LABEL, Metric.HELD_OUT_F1)) {
            assertThat(partly.values().get(metric))
                    .as(metric.title())
                    .isEqualTo(labelled.values().get(metric));
        }
        assertThat(partly.values().get(Metric.ILISI)).isEqualTo(all.values().get(Metric.ILISI));
    }

    @Test
    void leavesOutWhatTheCellsDoNotAllow() {
        float[][] cells = cells(240);
        List<String> one = Collections.nCopies(240, "x");
        List<String> none = Collections.nCopies(240, null);
        assertThat(scorer(BATCHES, none, Profile.SCIB).score(cells, cells).values())
                .containsOnlyKeys(Metric.ILISI, Metric.PCR_COMPARISON, Metric.PRESERVED);
        assertThat(scorer(one, LABELS, Profile.SCIB).score(cells, cells).values())
                .doesNotContainKeys(Metric.ILISI, Metric.BRAS, Metric.KBET, Metric.HELD_OUT_F1)
                .containsKeys(Metric.CLISI, Metric.KMEANS_NMI);
        assertThat(scorer(BATCHES, LABELS, Profile.SCIB)
                        .score(wider(cells), cells)
                        .values())
                .doesNotContainKey(Metric.PRESERVED)
                .containsKey(Metric.PCR_COMPARISON);
        assertThat(scorer(one, one, Profile.PAPER).score(cells, cells).values()).containsOnlyKeys(Metric.PRESERVED);
    }

    @Test
    void scoresFewerCellsThanAMetricHasNeighbours() {
        for (int cells : new int[] {1, 2, 5, 20}) {
            Scorecard card = scorer(BATCHES.subList(0, cells), LABELS.subList(0, cells), Profile.PAPER)
                    .score(cells(cells), cells(cells));
            assertThat(card.values().values()).allMatch(Double::isFinite);
        }
    }

    @Test
    void saysHowFarGroupsMovedAndWhatWasLeftOfThem() {
        float[][] before = {{0, 0}, {2, 0}, {10, 0}, {12, 0}};
        float[][] after = {{3, 4}, {5, 4}, {10, 0}, {10, 0}};
        CodedCells cells = CodedCells.of(List.of("a", "a", "b", "b"), Arrays.asList("x", "y", "y", null));
        // Cells lie 1 from their batch's centre; all of a moved by 5, one of b by 2, which bends both of its cells by
        // 1.
        List<GroupChange> batches =
                GroupChanges.of(before, after, cells.batches(), cells.batches(), cells.batchNames());
        assertThat(batches).extracting(GroupChange::name).containsExactly("a", "b");
        assertThat(batches.get(0).moved()).isCloseTo(5.0, within(1e-12));
        assertThat(batches.get(0).preserved()).isCloseTo(1.0, within(1e-12));
        assertThat(batches.get(1).moved()).isCloseTo(Math.sqrt(2.0), within(1e-12));
        assertThat(batches.get(1).preserved()).isCloseTo(0.0, within(1e-12));
        List<GroupChange> labels = GroupChanges.of(before, after, cells.batches(), cells.labels(), cells.labelNames());
        assertThat(labels).extracting(GroupChange::name).containsExactly("y", "x");
        assertThat(labels.get(0).cells()).isEqualTo(2);
        assertThat(labels.get(0).preserved()).isCloseTo(0.5, within(1e-12));
    }

    private static Scorer scorer(List<String> batches, List<String> labels, Profile profile) {
        return new Scorer(CodedCells.of(batches, labels), profile, HERE, 5L, new Unsettled());
    }

    /** Three labels apart in the first dimension, two batches a little apart in the second. */
    private static float[][] cells(int cells) {
        Random random = new Random(3);
        return IntStream.range(0, cells)
                .mapToObj(cell -> new float[] {
                    (float) (3.0 * (cell / 2 % 3) + random.nextGaussian()),
                    (float) (cell % 2 + random.nextGaussian()),
                    (float) random.nextGaussian()
                })
                .toArray(float[][]::new);
    }

    private static float[][] wider(float[][] cells) {
        return Arrays.stream(cells).map(cell -> Arrays.copyOf(cell, 7)).toArray(float[][]::new);
    }

    private static List<String> named(int cells, java.util.function.IntFunction<String> name) {
        return IntStream.range(0, cells).mapToObj(name).toList();
    }
}
