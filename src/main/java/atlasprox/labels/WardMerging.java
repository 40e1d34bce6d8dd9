package atlasprox.labels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Small groups of one label put together to a few components, by Ward's rule: the two whose union adds least to the squared distances from
 * the means come first. It needs counts and means alone, so one pass of sums by prototype and label does for components that k-means would
 * take many passes to find. There are at most {@value #MOST}.
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
     * @return its components, at most one for {@value #CELLS_EACH} cells; one of fewer cells where the label has no more
     */
    static List<Component> of(List<Component> groups, int minCells) {
        long cells = groups.stream().mapToLong(Component::cells).sum();
        WardMerging merging = new WardMerging(groups);
        merging.mergeTo(Math.max(1L, Math.min(MOST, Math.round((double) cells / CELLS_EACH))));
        merging.mergeBelow(Math.max(LEAST, minCells));
        return merging.components;
    }

    /**
     * Puts together what lies near, before anything goes by Ward's rule: by that, a large group is far from another that it coincides with nearly.
     *
     * @param groups of cells, in a fixed order, at least one
     * @param near the squared distance of means below which components are one, however few there are
     * @return for each component the numbers of the groups that it is made of; at most {@value #MOST}, none of fewer than half of
     *     {@value #CELLS_EACH} cells where there is another to put it to
     */
    public static List<List<Integer>> members(List<Component> groups, double near) {
        WardMerging merging = new WardMerging(groups);
        merging.mergeNearer(near);
        merging.mergeTo(MOST);
        merging.mergeBelow(LEAST);
        return merging.members;
    }

    private void mergeNearer(double near) {
        double square = 0.0;
        while (square < near && components.size() > 1) {
            int first = 0;
            int second = 0;
            square = near;
            for (int row = 1; row < components.size(); row++) {
                for (int other = 0; other < row; other++) {
                    if (square(row, other) < square) {
                        square = square(row, other);
                        first = other;
                        second = row;
                    }
                }
            }
            if (second > 0) {
                merge(first, second);
            }
        }
    }

    /** The squared distance of two means. */
    private double square(int row, int other) {
        double cells = components.get(row).cells();
        double others = components.get(other).cells();
        return cost(row, other) * (cells + others) / (cells * others);
    }

    private void mergeTo(long most) {
        while (components.size() > most) {
            int later = cheapest();
            merge(nearest(later, later), later);
        }
    }

    private void mergeBelow(long least) {
        while (components.size() > 1 && smallest().cells() < least) {
            mergeAway(smallest());
        }
    }

    private Component smallest() {
        return components.stream()
                .min(Comparator.comparingLong(Component::cells))
                .orElseThrow();
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
