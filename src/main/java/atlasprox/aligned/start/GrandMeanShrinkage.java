package atlasprox.aligned.start;

import atlasprox.aligned.model.ClientCentroids;
import atlasprox.math.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Brings together what lies farther apart than composition explains. Were there no batch effect, batches that hold different cells
 * would still differ in their means, but by no more than groups of cells differ within a batch that holds many. With S the variance of
 * the units' means and W the largest variance of the centroids within a unit, every unit's displacement from the common mean is shrunk
 * to {@code min(1, sqrt(W / S))} of itself: not at all where batches lie within each other's reach, else until their means vary as much
 * as groups within a batch do, however far apart they were. Units stay as far apart as unlike groups are. A unit is what the start has
 * placed together, or a client on its own.
 */
final class GrandMeanShrinkage {
    private final List<ClientCentroids> clients;
    private final long[] sizes;
    private final double[][] shifts;

    /**
     * @param clients one summary per client
     * @param sizes the clients' cell counts
     * @param shifts the clients' shifts so far; changed by {@link #shrink}
     */
    GrandMeanShrinkage(List<ClientCentroids> clients, long[] sizes, double[][] shifts) {
        this.clients = clients;
        this.sizes = sizes;
        this.shifts = shifts;
    }

    /** @param placed the clients that move as one */
    void shrink(List<Integer> placed) {
        List<List<Integer>> units = units(placed);
        List<double[]> means = units.stream().map(this::mean).toList();
        double apart = variance(means);
        double among = IntStream.range(0, units.size())
                .mapToDouble(u -> amongGroups(units.get(u), means.get(u)))
                .max()
                .orElseThrow();
        if (units.size() < 2 || apart <= among || among <= 0.0) {
            // Together already, or all too small to tell how far groups lie apart.
            return;
        }
        double[] common = mean(IntStream.range(0, clients.size()).boxed().toList());
        for (int u = 0; u < units.size(); u++) {
            double[] excess = Vectors.minus(means.get(u), common);
            for (int j = 0; j < excess.length; j++) {
                excess[j] *= 1.0 - Math.sqrt(among / apart);
            }
            units.get(u).forEach(b -> shifts[b] = Vectors.minus(shifts[b], excess));
        }
    }

    private List<List<Integer>> units(List<Integer> placed) {
        List<List<Integer>> units = new ArrayList<>();
        if (!placed.isEmpty()) {
            units.add(placed);
        }
        for (int b = 0; b < clients.size(); b++) {
            if (!placed.contains(b)) {
                units.add(List.of(b));
            }
        }
        return units;
    }

    private double[] mean(List<Integer> unit) {
        double cells = cells(unit);
        double[] mean = new double[shifts[0].length];
        for (int b : unit) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += sizes[b] / cells * (clients.get(b).mean()[j] + shifts[b][j]);
            }
        }
        return mean;
    }

    /** The variance of a unit's cells, less that of cells about their centroid. */
    private double amongGroups(List<Integer> unit, double[] mean) {
        double cells = cells(unit);
        return unit.stream()
                .mapToDouble(b -> sizes[b]
                        / cells
                        * (clients.get(b).varianceAmongCentroids()
                                + Vectors.square(Vectors.plus(clients.get(b).mean(), shifts[b]), mean)))
                .sum();
    }

    private double cells(List<Integer> unit) {
        return unit.stream().mapToLong(b -> sizes[b]).sum();
    }

    private static double variance(List<double[]> points) {
        double[] mean = new double[points.get(0).length];
        for (double[] point : points) {
            Arrays.setAll(mean, j -> mean[j] + point[j] / points.size());
        }
        return points.stream().mapToDouble(point -> Vectors.square(point, mean)).sum() / (points.size() - 1);
    }
}
