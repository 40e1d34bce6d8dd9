package atlasprox.labels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Small groups of one label put together to a few components, by Ward's rule: the two whose union adds least to the squared distances from
 * the means come first. It needs counts and means alone, so one pass of sums by prototype and label does for components that k-means would
 * take many passes to find. How many there are goes by the cells: one for {@value #CELLS_EACH}, at most {@value #MOST}.
 */
public final class WardMerging {
    private static final int MOST = 8;
    private static final int CELLS_EACH = 30;

    /** A component of fewer says little of where its cells lie; a label that has fewer in all is one. */
    private static final int LEAST = CELLS_EACH / 2;

    private final List<Component> components;

    /** The numbers of the groups that each is made of. */
    private final List<List<Integer>> members = new ArrayList<>();

    private final List<double[]> costs = new ArrayList<>();

    private WardMerging(List<Component> groups) {
        this.components = new ArrayList<>(groups);
        for (int row = 0; row < groups.size(); row++) {
            costs.add(new double[groups.size()]);
            members.add(new ArrayList<>(List.of(row)));
            update(row);
        }
    }

    /**
     * @param groups of one label, in a fixed order, at least one
     * @param minCells the least number of cells that a component may have
     * @return its components; one of fewer cells where the label has no more
     */
    static List<Component> of(List<Component> groups, int minCells) {
        return merged(groups, minCells, 0.0).components;
    }

    /**
     * @param groups of cells, in a fixed order, at least one
     * @param minCells the least number of cells that a component may have
     * @param near the squared distance of means below which components are one, however few there are
     * @return for each component the numbers of the groups that it is made of
     */
    public static List<List<Integer>> members(List<Component> groups, int minCells, double near) {
        return merged(groups, minCells, near).members;
    }

    private static WardMerging merged(List<Component> groups, int minCells, double near) {
        long cells = groups.stream().mapToLong(Component::cells).sum();
        long most = Math.max(1L, Math.min(MOST, Math.round((double) cells / CELLS_EACH)));
        long least = Math.max(LEAST, minCells);
        WardMerging merging = new WardMerging(groups);
        while (merging.components.size() > most || merging.areNear(near)) {
            merging.mergeCheapest();
        }
        while (merging.components.size() > 1 && merging.smallest().cells() < least) {
            merging.mergeAway(merging.smallest());
        }
        return merging;
    }

    private Component smallest() {
        return components.stream()
                .min(Comparator.comparingLong(Component::cells))
                .orElseThrow();
    }

    /** Whether the two that are merged next are. */
    private boolean areNear(double near) {
        if (near <= 0.0 || components.size() == 1) {
            return false;
        }
        int later = cheapest();
        Component one = components.get(later);
        Component other = components.get(nearest(later, later));
        double weight = (double) one.cells() * other.cells() / (one.cells() + other.cells());
        return one.costOfMerging(other) < near * weight;
    }

    private void mergeCheapest() {
        int later = cheapest();
        merge(nearest(later, later), later);
    }

    /** The later of the two that are cheapest to merge. */
    private int cheapest() {
        int later = 1;
        for (int row = 2; row < components.size(); row++) {
            later = cost(row, nearest(row, row)) < cost(later, nearest(later, later)) ? row : later;
        }
        return later;
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
        members.get(first).addAll(members.remove(second));
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
