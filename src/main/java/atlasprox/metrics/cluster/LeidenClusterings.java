package atlasprox.metrics.cluster;

import atlasprox.metrics.graph.UmapWeights;
import atlasprox.metrics.groups.Unsettled;
import java.util.Random;
import java.util.stream.IntStream;
import nl.cwts.networkanalysis.Clustering;
import nl.cwts.networkanalysis.LeidenAlgorithm;
import nl.cwts.networkanalysis.Network;
import nl.cwts.util.LargeDoubleArray;
import nl.cwts.util.LargeIntArray;

/**
 * Clusterings of a neighbour graph by the Leiden algorithm (Traag, Waltman and van Eck 2019, their own program), maximising modularity at
 * the resolutions of scIB: 0.1, 0.2, ..., 2.0 (scib-metrics takes every second). Edges weigh as in UMAP, which is what scIB and
 * scib-metrics cluster: {@link UmapWeights}, joined in both directions by a + b - ab. At most ten iterations follow one another, until one
 * raises the modularity by less than 1e-4 of it (scib-metrics makes two). The algorithm is random, so that clusterings depend on the seed
 * and on the order of the cells; the same of both gives the same clusterings.
 */
public final class LeidenClusterings {
    private static final int RESOLUTIONS = 20;
    private static final double LARGEST_RESOLUTION = 2.0;
    private static final int ITERATIONS = 10;
    private static final double STILL = 1e-4;

    private LeidenClusterings() {}

    /**
     * @param neighbours for every cell, its neighbours; a cell among its own is passed over. scIB's 15 neighbours are
     *     the cell and 14 others
     * @param distances for every cell, the distances to these, at least 0
     * @param seed the algorithm's seed
     * @param unsettled is told of clusterings whose modularity still rose, with the share by which it did last
     * @return for every resolution, ascending, the cluster of every cell, from 0
     */
    public static int[][] of(int[][] neighbours, double[][] distances, long seed, Unsettled unsettled) {
        return of(neighbours, distances, seed, ITERATIONS, unsettled);
    }

    /** @param iterations how many at most follow one another */
    static int[][] of(int[][] neighbours, double[][] distances, long seed, int iterations, Unsettled unsettled) {
        Network network = network(neighbours, distances);
        return IntStream.rangeClosed(1, RESOLUTIONS)
                .parallel()
                .mapToObj(
                        step -> clusters(network, LARGEST_RESOLUTION * step / RESOLUTIONS, seed, iterations, unsettled))
                .toArray(int[][]::new);
    }

    private static Network network(int[][] neighbours, double[][] distances) {
        LargeIntArray[] edges = {new LargeIntArray(0), new LargeIntArray(0)};
        LargeDoubleArray weights = new LargeDoubleArray(0);
        UmapWeights.eachJoined(neighbours, distances, (cell, other, weight) -> {
            edges[0].append(cell);
            edges[1].append(other);
            weights.append(weight);
        });
        return new Network(neighbours.length, true, edges, weights, false, false);
    }

    private static int[] clusters(Network network, double resolution, long seed, int iterations, Unsettled unsettled) {
        // The program maximises the constant Potts model; with nodes weighing as their edges do, this resolution makes
        // it modularity.
        double potts = resolution / (2.0 * network.getTotalEdgeWeight() + network.getTotalEdgeWeightSelfLinks());
        LeidenAlgorithm leiden = new LeidenAlgorithm(potts, 1, LeidenAlgorithm.DEFAULT_RANDOMNESS, new Random(seed));
        Clustering clustering = new Clustering(network.getNNodes());
        double last = Double.NEGATIVE_INFINITY;
        double rise = 0.0;
        for (int iteration = 0; iteration < iterations; iteration++) {
            leiden.improveClustering(network, clustering);
            double modularity = leiden.calcQuality(network, clustering);
            if (modularity - last < STILL * modularity) {
                return clustering.getClusters();
            }
            rise = (modularity - last) / modularity;
            last = modularity;
        }
        unsettled.add("Leiden's clusterings ended after " + iterations + " iterations", rise);
        return clustering.getClusters();
    }
}
