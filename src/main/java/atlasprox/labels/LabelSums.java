package atlasprox.labels;

import atlasprox.math.PairSums;
import atlasprox.math.ProductSums;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one pass over labelled cells leaves of them: by label and prototype a count and the sum of the corrected cells, and the products of
 * every two coordinates of all of them. A monoid under {@link #merge}; the same bits whatever the order of cells and parts. Takes 16 d bytes
 * for each label and prototype that come together, and 8 d^2.
 */
public final class LabelSums implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int dimension;
    private final Map<String, Map<Integer, GroupSum>> groups = new HashMap<>();
    private final ProductSums products;

    /** @param dimension the number of dimensions d, at least 1 */
    public LabelSums(int dimension) {
        this.dimension = dimension;
        this.products = new ProductSums(dimension);
    }

    /** Cells of one label at one prototype. */
    private static final class GroupSum implements Serializable {
        private static final long serialVersionUID = 1L;

        private long cells;
        private final PairSums sum;

        GroupSum(int dimension) {
            this.sum = new PairSums(dimension);
        }

        Component component(String label) {
            double[] mean = new double[sum.length()];
            for (int j = 0; j < mean.length; j++) {
                mean[j] = sum.get(j) / cells;
            }
            return new Component(label, cells, mean);
        }
    }

    /**
     * @param label the cell's label
     * @param prototype the number of the prototype that it lies at
     * @param cell its d corrected coordinates, about the model's centre
     */
    public void add(String label, int prototype, double[] cell) {
        GroupSum group = group(label, prototype);
        group.cells++;
        group.sum.addProducts(1.0, cell);
        products.add(cell);
    }

    private GroupSum group(String label, int prototype) {
        return groups.computeIfAbsent(label, unused -> new HashMap<>())
                .computeIfAbsent(prototype, unused -> new GroupSum(dimension));
    }

    /**
     * @param other sums over other cells; left as they are
     * @return these sums, over both
     */
    public LabelSums merge(LabelSums other) {
        other.groups.forEach((label, ofLabel) -> ofLabel.forEach((prototype, added) -> {
            GroupSum group = group(label, prototype);
            group.cells += added.cells;
            group.sum.merge(added.sum);
        }));
        products.merge(other.products);
        return this;
    }

    /** @return the cells of each label */
    public SortedMap<String, Long> cells() {
        SortedMap<String, Long> cells = new TreeMap<>();
        groups.forEach((label, ofLabel) -> cells.put(
                label, ofLabel.values().stream().mapToLong(group -> group.cells).sum()));
        return cells;
    }

    /** The groups of each label, in the order of the prototypes. */
    SortedMap<String, List<Component>> groups() {
        SortedMap<String, List<Component>> ordered = new TreeMap<>();
        groups.forEach((label, ofLabel) -> {
            List<Component> ofOne = new ArrayList<>();
            new TreeMap<>(ofLabel).values().forEach(group -> ofOne.add(group.component(label)));
            ordered.put(label, ofOne);
        });
        return ordered;
    }

    /** Sums of products, d x d. */
    double[][] products() {
        return products.get();
    }

    /** @return the number of dimensions d */
    public int dimension() {
        return dimension;
    }
}
