package atlasprox.metrics.graph;

import atlasprox.metrics.groups.Groups;
import atlasprox.metrics.groups.Unsettled;
import atlasprox.metrics.neighbours.ExactNeighbours;
import atlasprox.metrics.neighbours.Neighbours;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * The k-nearest-neighbour batch effect test (Buettner et al. 2019, Nature Methods 16), label by label (scIB, Luecken et al. 2022, Nature
 * Methods 19): of how many of a label's cells a chi-square test at 0.05 finds the batches of the neighbours in proportion, a mean over
 * labels. As scib-metrics' kbet_per_label: neighbours are a quarter of the label's mean cells per batch, at least 10 and at most 70, and
 * the cell itself, in a {@link DiffusionMap} of the graph among the label's cells, weighted as {@link UmapWeights} joined.
 *
 * <ul>
 *   <li>Labels of one batch or of fewer than 10 cells do not count.
 *   <li>Of a graph in several components only those of at least three times the neighbours take part; a label of which they hold less than
 *       three quarters scores 0, and so does one of which they hold a single batch.
 *   <li>The map's dimension is 100 or, where that is less, one below the least number of cells that took part in this <em>or an earlier</em>
 *       label. The latter is an oversight there which moves values by a hundredth on small sets and is kept: values depend on the labels'
 *       order.
 * </ul>
 *
 * <p>Unlike there, the search in the map is exact, and a label of just 10 cells, which lack a tenth neighbour, has the batches of 10
 * rather than the last cell's twice.
 */
public final class Kbet {
    // All as scib-metrics' kbet_per_label has them, which has them of scIB's.
    private static final int LEAST_CELLS = 10;
    private static final int LEAST_NEIGHBOURS = 10;
    private static final int MOST_NEIGHBOURS = 70;
    private static final int NEIGHBOURHOODS = 3;
    private static final double LEAST_SHARE = 0.75;
    private static final int DIMENSION = 100;
    private static final double LEVEL = 0.05;

    private final SparseSymmetric graph;
    private final int[] components;
    private final int[] batches;
    private final Unsettled unsettled;

    /**
     * What is tested of a label.
     *
     * @param cells that take part; none where too few hang together
     * @param neighbours of each, itself not counted
     * @param dimension of the diffusion map
     */
    private record Trial(int[] cells, int neighbours, int dimension) {}

    private Kbet(SparseSymmetric graph, int[] batches, Unsettled unsettled) {
        this.unsettled = unsettled;
        this.graph = graph;
        this.components = new StrongComponents(graph.index()).of();
        this.batches = batches;
    }

    /**
     * @param neighbours 50 of every cell, itself included, as in scib-metrics
     * @param batches the batch of every cell, at least 0
     * @param labels the label of every cell, at least 0; scib-metrics numbers them by name
     * @param unsettled is told of diffusion maps that are not settled
     * @return the score, in [0, 1]; higher is better; NaN without a label that counts
     */
    public static double of(Neighbours neighbours, int[] batches, int[] labels, Unsettled unsettled) {
        Kbet kbet = new Kbet(graph(neighbours, labels), batches, unsettled);
        double[] accepted = Arrays.stream(kbet.trials(labels))
                .parallel()
                .mapToDouble(kbet::accepted)
                .toArray();
        return Arrays.stream(accepted).average().orElse(Double.NaN);
    }

    /** The edges between cells of one label; scib-metrics' weights are floats, so that those too small for one are no edges. */
    private static SparseSymmetric graph(Neighbours neighbours, int[] labels) {
        SparseSymmetric.Builder graph = new SparseSymmetric.Builder(neighbours.cells());
        UmapWeights.eachJoined(neighbours.index(), neighbours.distance(), (cell, other, weight) -> {
            if (labels[cell] == labels[other] && (float) weight > 0.0f) {
                graph.add(cell, other, weight);
            }
        });
        return graph.build();
    }

    private Trial[] trials(int[] labels) {
        int[][] counted = Arrays.stream(Groups.of(labels))
                .filter(cells -> cells.length >= LEAST_CELLS && batchesAmong(cells) > 1)
                .toArray(int[][]::new);
        Trial[] trials = new Trial[counted.length];
        int dimension = DIMENSION;
        for (int label = 0; label < trials.length; label++) {
            int neighbours = neighbours(counted[label]);
            int[] cells = hangingTogether(counted[label], NEIGHBOURHOODS * neighbours);
            dimension = cells.length == 0 ? dimension : Math.min(dimension, cells.length - 1);
            trials[label] = new Trial(cells, neighbours, dimension);
        }
        return trials;
    }

    private long batchesAmong(int[] cells) {
        return Arrays.stream(cells).map(cell -> batches[cell]).distinct().count();
    }

    private int neighbours(int[] cells) {
        long quarter = cells.length / (4 * batchesAmong(cells));
        return (int) Math.min(MOST_NEIGHBOURS, Math.max(LEAST_NEIGHBOURS, quarter));
    }

    private int[] hangingTogether(int[] cells, int least) {
        Map<Integer, Long> sizes = Arrays.stream(cells)
                .boxed()
                .collect(Collectors.groupingBy(cell -> components[cell], Collectors.counting()));
        int[] kept = Arrays.stream(cells)
                .filter(cell -> sizes.size() == 1 || sizes.get(components[cell]) >= least)
                .toArray();
        return kept.length >= LEAST_SHARE * cells.length ? kept : new int[0];
    }

    private double accepted(Trial trial) {
        long groups = batchesAmong(trial.cells);
        if (groups < 2) {
            return 0.0;
        }
        float[][] map = DiffusionMap.of(graph.part(trial.cells), trial.dimension, unsettled);
        int[][] near = new ExactNeighbours(map)
                .all(Math.min(map.length, trial.neighbours + 1))
                .index();
        int[] codes = Groups.at(trial.cells, batches);
        int[] sizes = Groups.sizes(codes);
        double most = new ChiSquaredDistribution(null, groups - 1).inverseCumulativeProbability(1.0 - LEVEL);
        long accepted = Arrays.stream(near)
                .filter(cells -> chiSquare(Groups.at(cells, codes), sizes, map.length) <= most)
                .count();
        return (double) accepted / map.length;
    }

    /** How far the batches found are from those expected; of batches that none is expected of, none is found. */
    private static double chiSquare(int[] found, int[] sizes, int cells) {
        int[] counts = new int[sizes.length];
        for (int batch : found) {
            counts[batch]++;
        }
        return IntStream.range(0, sizes.length)
                .filter(batch -> sizes[batch] > 0)
                .mapToDouble(batch -> {
                    double expected = (double) sizes[batch] / cells * found.length;
                    return (counts[batch] - expected) * (counts[batch] - expected) / expected;
                })
                .sum();
    }
}
