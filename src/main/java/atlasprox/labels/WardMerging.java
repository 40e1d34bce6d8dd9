package atlasprox.labels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Small groups of one label put together to a few components, by Ward's rule: the two whose union adds least to the squared distances from
 * the means come first. It needs counts and means alone, so one pass of sums by prototype and label does for components that k-means would
 * take many passes to find. How many there are goes by the cells: one for {@value #CELLS_EACH}, at most {@value #MOST}.
 */
final class WardMerging {
    private static final int MOST = 8;
    private static final int CELLS_EACH = 30;

    /** A component of fewer says little of where its cells lie; a label that has fewer in all is one. */
    private static final int LEAST = CELLS_EACH / 2;

    private final List<Component> components;
    private final List<double[]> costs = new ArrayList<>();

    private WardMerging(List<Component> groups) {
        this.components = new ArrayList<>(groups);
        for (int row = 0; row < groups.size(); row++) {
            costs.add(new double[groups.size()]);
            update(row);
        }
    }

    /**
     * @param groups of one label, in a fixed order, at least one
     * @param minCells the least number of cells that a component may have
     * @return its components; one of fewer cells where the label has no more
     */
    static List<Component> of(List<Component> groups, int minCells) {
        long cells = groups.stream().mapToLong(Component::cells).sum();
        long most = Math.max(1L, Math.min(MOST, Math.round((double) cells / CELLS_EACH)));
        long least = Math.max(LEAST, minCells);
        WardMerging merging = new WardMerging(groups);
        while (merging.components.size() > most) {
            merging.mergeCheapest();
        }
        while (merging.components.size() > 1 && merging.smallest().cells() < least) {
            merging.mergeAway(merging.smallest());
        }
        return merging.components;
    }

    private Component smallest() {
        return components.stream()
                .min(Comparator.comparingLong(Component::cells))
                .orElseThrow();
    }

    private void mergeCheapest() {
        int later = 1;
        int earlier = 0;
        for (int row = 1; row < components.size(); row++) {
            int nearest = nearest(row, row);
            if (cost(row, nearest) < cost(later, earlier)) {
                later = row;
                earlier = nearest;
            }
        }
        merge(earlier, later);
    }

    private void mergeAway(Component small) {
        int row = components.indexOf(small);
        int nearest = nearest(row, components.size());
        merge(Math.min(row, nearest), Math.max(row, nearest));
    }

    /** The cheapest of the first few to merge a component with. */
    private int nearest(int row, int end) {
        int nearest = row == 0 ? 1 : 0;
        for (int other = 0; other < end; other++) {
            if (other != row && cost(row, other) < cost(row, nearest)) {
                nearest = other;
            }
        }
        return nearest;
    }

    private double cost(int row, int other) {
        return row > other ? costs.get(row)[other] : costs.get(other)[row];
    }

    /** The first takes the second in; what comes after moves up. */
    private void merge(int first, int second) {
        components.set(first, components.get(first).with(components.get(second)));
        components.remove(second);
        costs.remove(second);
        for (int row = second; row < costs.size(); row++) {
            double[] of = costs.get(row);
            System.arraycopy(of, second + 1, of, second, of.length - second - 1);
        }
        update(first);
        for (int row = first + 1; row < components.size(); row++) {
            costs.get(row)[first] = components.get(row).costOfMerging(components.get(first));
        }
    }

    private void update(int row) {
        for (int other = 0; other < row; other++) {
            costs.get(row)[other] = components.get(row).costOfMerging(components.get(other));
        }
    }
}
