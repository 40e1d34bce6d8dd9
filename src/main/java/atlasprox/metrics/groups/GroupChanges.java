package atlasprox.metrics.groups;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What a correction did to groups of cells: how far it moved them, and how much of their structure within batches it left. */
public final class GroupChanges {
    private final List<String> names;
    private final int[] sizes;
    private final double[] moved;
    private final double[] bent;
    private final double[] spread;

    private GroupChanges(List<String> names) {
        this.names = names;
        this.sizes = new int[names.size()];
        this.moved = new double[names.size()];
        this.bent = new double[names.size()];
        this.spread = new double[names.size()];
    }

    /**
     * @param before n x d
     * @param after n x d
     * @param batches the batch of every cell, codes from 0
     * @param groups the group of every cell, its place among the names; below 0 where it has none
     * @param names the groups' names
     * @return the groups that have cells, largest first
     */
    public static List<GroupChange> of(
            float[][] before, float[][] after, int[] batches, int[] groups, List<String> names) {
        GroupChanges changes = new GroupChanges(names);
        double[][] centresBefore = Groups.means(before, batches);
        double[][] centresAfter = Groups.means(after, batches);
        double allSpread = 0.0;
        for (int cell = 0; cell < before.length; cell++) {
            double[] from = centresBefore[batches[cell]];
            allSpread += square(before[cell], from);
            if (groups[cell] >= 0) {
                changes.add(groups[cell], before[cell], after[cell], from, centresAfter[batches[cell]]);
            }
        }
        return changes.made(allSpread / before.length);
    }

    private void add(int group, float[] before, float[] after, double[] from, double[] to) {
        sizes[group]++;
        spread[group] += square(before, from);
        for (int j = 0; j < before.length; j++) {
            double step = after[j] - before[j];
            double bend = step - (to[j] - from[j]);
            moved[group] += step * step;
            bent[group] += bend * bend;
        }
    }

    private List<GroupChange> made(double unit) {
        return IntStream.range(0, sizes.length)
                .filter(group -> sizes[group] > 0)
                .mapToObj(group -> new GroupChange(
                        names.get(group),
                        sizes[group],
                        unit > 0.0 ? Math.sqrt(moved[group] / sizes[group] / unit) : 0.0,
                        spread[group] > 0.0 ? 1.0 - bent[group] / spread[group] : null))
                .sorted(Comparator.comparingInt(GroupChange::cells).reversed().thenComparing(GroupChange::name))
                .toList();
    }

    private static double square(float[] cell, double[] centre) {
        double sum = 0.0;
        for (int j = 0; j < cell.length; j++) {
            sum += (cell[j] - centre[j]) * (cell[j] - centre[j]);
        }
        return sum;
    }
}
