package atlasprox.labels.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Which groups of few clients' cells are told of, whatever these have. */
class LabelCountsTest {
    private static final int COLUMNS = 2;

    private record Cell(String client, LabelGroup group) {}

    @Property(tries = 300)
    void noSumThatIsToldOrCanBeTakenFromOthersRestsOnFewerCells(
            @ForAll @IntRange(min = 1, max = 12) int least, @ForAll long seed) {
        List<Cell> cells = draw(seed);
        ToldGroups told = counted(cells).told(least, false);
        for (String client : clients(cells)) {
            Map<LabelGroup, Long> groups = new HashMap<>();
            long rest = 0L;
            boolean any = false;
            for (Cell cell : cells) {
                if (cell.client().equals(client) && cell.group() != null && told.has(client, cell.group())) {
                    groups.merge(cell.group(), 1L, Long::sum);
                    any = true;
                } else if (cell.client().equals(client)) {
                    rest++;
                }
            }
            assertThat(groups.values()).allMatch(of -> of >= least);
            assertThat(rest == 0L || rest >= least || !any).isTrue();
            assertThat(any || least > 1).isTrue();
        }
    }

    @Property(tries = 100)
    void noMoreIsLeftOutThanIsNeeded(@ForAll @IntRange(min = 1, max = 12) int least, @ForAll long seed) {
        List<Cell> cells = draw(seed);
        ToldGroups told = counted(cells).told(least, false);
        for (String client : clients(cells)) {
            Map<LabelGroup, Long> left = new HashMap<>();
            long small = 0L;
            for (Map.Entry<LabelGroup, Long> group : groups(cells, client).entrySet()) {
                small += group.getValue() < least ? group.getValue() : 0L;
                if (group.getValue() >= least && !told.has(client, group.getKey())) {
                    left.put(group.getKey(), group.getValue());
                }
            }
            long unlabelled = cells.stream()
                    .filter(cell -> cell.client().equals(client) && cell.group() == null)
                    .count();
            boolean needed = small + unlabelled > 0L && small + unlabelled < least;
            assertThat(left.size()).isLessThanOrEqualTo(needed ? 1 : 0);
        }
    }

    /** Where sums of a random part are known, the sum of all would tell of the cells that are not in it. */
    @Property(tries = 100)
    void neverAreAllToldWhereAPartIsKnown(@ForAll @IntRange(min = 1, max = 12) int least, @ForAll long seed) {
        List<Cell> cells = draw(seed);
        ToldGroups all = counted(cells).told(least, false);
        ToldGroups less = counted(cells).told(least, true);
        for (String client : clients(cells)) {
            List<Cell> own =
                    cells.stream().filter(cell -> cell.client().equals(client)).toList();
            long before = own.stream().filter(cell -> isTold(all, cell)).count();
            long after = own.stream().filter(cell -> isTold(less, cell)).count();
            if (least == 1 || before < own.size()) {
                assertThat(after).isEqualTo(before);
            } else {
                assertThat(before - after).isGreaterThanOrEqualTo(least);
            }
        }
    }

    private static boolean isTold(ToldGroups told, Cell cell) {
        return cell.group() != null && told.has(cell.client(), cell.group());
    }

    @Property(tries = 100)
    void partsInAnyOrderTellTheSame(
            @ForAll @IntRange(min = 1, max = 6) int parts,
            @ForAll @IntRange(min = 1, max = 12) int least,
            @ForAll long seed) {
        List<Cell> cells = draw(seed);
        LabelCounts whole = counted(cells);
        List<Cell> shuffled = new ArrayList<>(cells);
        Collections.shuffle(shuffled, new Random(seed + 1));
        LabelCounts merged = new LabelCounts(COLUMNS);
        for (int part = 0; part < parts; part++) {
            merged.merge(counted(shuffled.subList(cells.size() * part / parts, cells.size() * (part + 1) / parts)));
        }
        ToldGroups told = whole.told(least, false);
        ToldGroups again = merged.told(least, false);
        for (Cell cell : cells) {
            assertThat(cell.group() == null
                            || told.has(cell.client(), cell.group()) == again.has(cell.client(), cell.group()))
                    .isTrue();
        }
        for (int column = 0; column < COLUMNS; column++) {
            assertThat(merged.leftOut(column, again)).isEqualTo(whole.leftOut(column, told));
        }
    }

    @Property(tries = 100)
    void whatIsLeftOutIsCounted(@ForAll @IntRange(min = 1, max = 12) int least, @ForAll long seed) {
        List<Cell> cells = draw(seed);
        LabelCounts counts = counted(cells);
        ToldGroups told = counts.told(least, false);
        for (int column = 0; column < COLUMNS; column++) {
            Map<String, Long> left = new TreeMap<>();
            List<String> known = new ArrayList<>();
            for (Cell cell : cells) {
                String label =
                        cell.group() == null ? null : cell.group().labels().get(column);
                if (label != null && told.has(cell.client(), cell.group())) {
                    known.add(label);
                } else if (label != null) {
                    left.merge(label, 1L, Long::sum);
                }
            }
            LeftOut found = counts.leftOut(column, told);
            assertThat(found.cells())
                    .isEqualTo(left.values().stream().mapToLong(of -> of).sum());
            left.keySet().removeAll(known);
            assertThat(found.labels()).isEqualTo(left);
        }
    }

    @Test
    void aPartHasLabelsWhereAnyAreTold() {
        LabelCounts counts = new LabelCounts(1);
        for (int cell = 0; cell < 12; cell++) {
            counts.add("x", "batch a", new LabelGroup(List.of("T"), 0, 1));
            counts.add("y", "batch b", new LabelGroup(Arrays.asList((String) null), 0, 0));
        }
        counts.add("z", "batch c", new LabelGroup(List.of("T"), 0, 0));
        LabelFolds byBatch = LabelFolds.byBatch(Map.of("batch a", 12L, "batch b", 11L, "batch c", 1L), 3);
        assertThat(counts.labelled(0, byBatch, counts.told(10, false)).there()).containsExactly(true, false, false);
        assertThat(counts.labelled(0, byBatch, counts.told(1, false)).there()).containsExactly(true, false, true);
        assertThat(counts.labelled(0, byBatch, counts.told(1, false)).count()).isEqualTo(2);
        assertThat(counts.labelled(0, LabelFolds.byCell(2), counts.told(10, false))
                        .there())
                .containsExactly(false, true);
    }

    /** By a name that came later, as that of a site's own model: where sums of it would be. */
    @Test
    void aBatchThatWasNotDealtIsOfSomePart() {
        LabelCounts counts = new LabelCounts(1);
        for (int cell = 0; cell < 12; cell++) {
            counts.add("x", "new name", new LabelGroup(List.of("T"), 0, 0));
        }
        LabelFolds byBatch = LabelFolds.byBatch(Map.of("batch a", 12L, "batch b", 11L, "batch c", 1L), 3);
        boolean[] there = new boolean[3];
        there[byBatch.of("new name", new float[] {1f})] = true;
        assertThat(counts.labelled(0, byBatch, counts.told(10, false)).there()).isEqualTo(there);
    }

    @Test
    void identifiersAreLetGoOf() {
        LabelCounts half = identifiers(0, LabelParts.MOST_LABELS);
        assertThat(isOverfull(half)).isFalse();
        assertThat(isOverfull(half.merge(identifiers(1, LabelParts.MOST_LABELS))))
                .isTrue();
        LabelCounts overfull = identifiers(0, LabelParts.MOST_LABELS + 5);
        overfull.addUnlabelled("x");
        assertThat(isOverfull(overfull)).isTrue();
        assertThat(isOverfull(new LabelCounts(1).merge(overfull))).isTrue();
        assertThat(isOverfull(overfull.merge(identifiers(0, 3)))).isTrue();
        assertThat(overfull.leftOut(0, overfull.told(10, false)).cells()).isZero();
    }

    private static LabelCounts identifiers(int from, int count) {
        LabelCounts counts = new LabelCounts(1);
        for (int cell = from; cell < from + count; cell++) {
            counts.add("x", "x", new LabelGroup(List.of("cell" + cell), 0, 0));
        }
        return counts;
    }

    private static boolean isOverfull(LabelCounts counts) {
        return counts.labelled(0, LabelFolds.byCell(1), counts.told(1, false)).overfull();
    }

    /** Labels of the second column are within those of the first, more or less. */
    private static List<Cell> draw(long seed) {
        Random random = new Random(seed);
        List<Cell> cells = new ArrayList<>();
        int all = 1 + random.nextInt(120);
        for (int cell = 0; cell < all; cell++) {
            int label = random.nextInt(1 + random.nextInt(6));
            List<String> labels = Arrays.asList(
                    label == 4 ? null : "type" + label, random.nextInt(20) == 0 ? null : "lineage" + label / 2);
            cells.add(new Cell(
                    "client" + random.nextInt(3),
                    random.nextInt(15) == 0 ? null : new LabelGroup(labels, random.nextInt(2), random.nextInt(2))));
        }
        return cells;
    }

    private static LabelCounts counted(List<Cell> cells) {
        LabelCounts counts = new LabelCounts(COLUMNS);
        cells.forEach(cell -> {
            if (cell.group() == null) {
                counts.addUnlabelled(cell.client());
            } else {
                counts.add(cell.client(), "batch of " + cell.client(), cell.group());
            }
        });
        return counts;
    }

    /** Those that have a labelled cell. */
    private static List<String> clients(List<Cell> cells) {
        return cells.stream()
                .filter(cell -> cell.group() != null)
                .map(Cell::client)
                .distinct()
                .toList();
    }

    private static Map<LabelGroup, Long> groups(List<Cell> cells, String client) {
        Map<LabelGroup, Long> groups = new HashMap<>();
        cells.stream()
                .filter(cell -> cell.client().equals(client) && cell.group() != null)
                .forEach(cell -> groups.merge(cell.group(), 1L, Long::sum));
        return groups;
    }
}
