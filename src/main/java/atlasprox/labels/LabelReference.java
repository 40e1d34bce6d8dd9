package atlasprox.labels;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of labelled cells: where those of each label lie, and how they spread about there, the same for all. Made of sums alone, and
 * can take in the sums over further cells.
 *
 * @param labels the labels that cells can be given, each with the cells and batches behind it
 * @param components of these labels, ordered by label
 * @param scatter d x d: over all cells the products of what they differ by from the means of their components, added up
 * @param degrees the degrees of freedom of the scatter: cells less components
 */
public record LabelReference(
        SortedMap<String, Behind> labels, List<Component> components, double[][] scatter, long degrees)
        implements Serializable {

    /** Of a dimension's sum of squares, less than coordinates in single precision can spread by, and more than sums are rounded by. */
    private static final double ROUNDED = 1e-13;

    /**
     * What a label rests on.
     *
     * @param cells the number of cells
     * @param batches the number of batches that have some of them
     */
    public record Behind(long cells, int batches) implements Serializable {
        private Behind with(Behind other) {
            return new Behind(cells + other.cells, batches + other.batches);
        }
    }

    /**
     * @param dimension the number of dimensions d
     * @return nothing known
     */
    public static LabelReference none(int dimension) {
        return new LabelReference(
                Collections.unmodifiableSortedMap(new TreeMap<>()), List.of(), new double[dimension][dimension], 0L);
    }

    /**
     * @param sums over cells of other batches
     * @param batches the number of batches that have cells of each label
     * @param minCells the least number of cells that a label and a component may rest on, at least 1; labels of fewer are left out, but their
     *     cells spread like the others
     * @return what is known of both
     */
    public LabelReference with(LabelSums sums, SortedMap<String, Integer> batches, int minCells) {
        SortedMap<String, List<Component>> groups = new TreeMap<>();
        components.forEach(known -> groups.computeIfAbsent(known.label(), unused -> new ArrayList<>())
                .add(known));
        sums.groups().forEach((label, added) -> groups.computeIfAbsent(label, unused -> new ArrayList<>())
                .addAll(added));
        List<Component> merged = groups.values().stream()
                .flatMap(ofLabel -> WardMerging.of(ofLabel, minCells).stream())
                .toList();
        double[][] products = sums.products();
        addProducts(scatter, products);
        components.forEach(known -> addSquare(known, 1.0, products));
        double[] moments = diagonal(products);
        merged.forEach(component -> addSquare(component, -1.0, products));
        clearRounding(moments, products);
        long cells = sums.cells().values().stream().mapToLong(Long::longValue).sum();
        return new LabelReference(
                behind(sums, batches, minCells),
                merged.stream()
                        .filter(component -> component.cells() >= minCells)
                        .toList(),
                products,
                degrees + components.size() + cells - merged.size());
    }

    private SortedMap<String, Behind> behind(LabelSums sums, SortedMap<String, Integer> batches, int minCells) {
        SortedMap<String, Behind> all = new TreeMap<>(labels);
        sums.cells()
                .forEach((label, cells) ->
                        all.merge(label, new Behind(cells, batches.getOrDefault(label, 0)), Behind::with));
        all.values().removeIf(one -> one.cells() < minCells);
        return Collections.unmodifiableSortedMap(all);
    }

    private static void addProducts(double[][] added, double[][] to) {
        for (int j = 0; j < to.length; j++) {
            for (int i = 0; i < to.length; i++) {
                to[j][i] += added[j][i];
            }
        }
    }

    private static void addSquare(Component component, double sign, double[][] to) {
        double[] mean = component.mean();
        for (int j = 0; j < to.length; j++) {
            for (int i = 0; i < to.length; i++) {
                to[j][i] += sign * component.cells() * (mean[j] * mean[i]);
            }
        }
    }

    private static double[] diagonal(double[][] products) {
        double[] diagonal = new double[products.length];
        for (int j = 0; j < diagonal.length; j++) {
            diagonal[j] = products[j][j];
        }
        return diagonal;
    }

    /** Where all cells of a component coincide, what is left of their squares is what was rounded, and tells nothing. */
    private static void clearRounding(double[] moments, double[][] products) {
        for (int j = 0; j < moments.length; j++) {
            if (products[j][j] <= ROUNDED * moments[j]) {
                for (int i = 0; i < moments.length; i++) {
                    products[j][i] = 0.0;
                    products[i][j] = 0.0;
                }
            }
        }
    }

    /** @return the number of dimensions d */
    public int dimension() {
        return scatter.length;
    }
}
