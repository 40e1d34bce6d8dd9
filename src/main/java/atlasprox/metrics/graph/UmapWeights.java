package atlasprox.metrics.graph;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The weights of a neighbour graph's directed edges as in UMAP (McInnes, Healy and Melville 2018, section 3.1, and their program): from a
 * cell to a neighbour at distance d, exp(-max(0, d - rho) / sigma), with rho the distance of its nearest neighbour that lies elsewhere,
 * and sigma such that the weights of its neighbours sum to log2 of their number, itself included. It is halved in on; 64 halvings leave a
 * double no digit to settle, so what is not near enough then has no such sigma (many neighbours on one spot), and the least one holds, as
 * in UMAP.
 */
public final class UmapWeights {
    private static final int HALVINGS = 64;

    /** Of the sum of the weights, and the least sigma as a share of the mean distance: SMOOTH_K_TOLERANCE and MIN_K_DIST_SCALE of umap-learn. */
    private static final double NEAR_ENOUGH = 1e-5;

    private static final double LEAST_SIGMA = 1e-3;

    private UmapWeights() {}

    /** Takes an undirected edge between two cells. */
    public interface Edge {
        void accept(int cell, int other, double weight);
    }

    /**
     * Hands over the edges of {@link #of} without directions, each once, cell by cell: the weights a and b of the two directions joined by
     * a + b - ab, a direction that is not there weighing 0.
     */
    public static void eachJoined(int[][] neighbours, double[][] distances, Edge edge) {
        double[][] weights = of(neighbours, distances);
        for (int cell = 0; cell < neighbours.length; cell++) {
            for (int place = 0; place < neighbours[cell].length; place++) {
                int other = neighbours[cell][place];
                int back = place(neighbours[other], cell);
                // An edge that both cells name is taken from the first of them.
                if (other != cell && (back < 0 || cell < other)) {
                    double there = weights[cell][place];
                    double andBack = back < 0 ? 0.0 : weights[other][back];
                    edge.accept(cell, other, there + andBack - there * andBack);
                }
            }
        }
    }

    private static int place(int[] cells, int cell) {
        for (int place = 0; place < cells.length; place++) {
            if (cells[place] == cell) {
                return place;
            }
        }
        return -1;
    }

    /**
     * @param neighbours for every cell, its neighbours; itself may be among them
     * @param distances for every cell, the distances to these, at least 0
     * @return the weight of every edge, in [0, 1]; 0 for a cell to itself
     */
    public static double[][] of(int[][] neighbours, double[][] distances) {
        double mean = IntStream.range(0, neighbours.length)
                .mapToDouble(cell -> mean(others(cell, neighbours[cell], distances[cell])))
                .average()
                .orElse(0.0);
        return IntStream.range(0, neighbours.length)
                .parallel()
                .mapToObj(cell -> weights(cell, neighbours[cell], distances[cell], mean))
                .toArray(double[][]::new);
    }

    private static double[] others(int cell, int[] neighbours, double[] distances) {
        return IntStream.range(0, neighbours.length)
                .filter(place -> neighbours[place] != cell)
                .mapToDouble(place -> distances[place])
                .toArray();
    }

    /** Over the cell itself as well, at distance 0. */
    private static double mean(double[] others) {
        return Arrays.stream(others).sum() / (others.length + 1);
    }

    private static double[] weights(int cell, int[] neighbours, double[] distances, double mean) {
        double[] others = others(cell, neighbours, distances);
        double rho = Arrays.stream(others).filter(d -> d > 0.0).min().orElse(0.0);
        double least = LEAST_SIGMA * (rho > 0.0 ? mean(others) : mean);
        double sigma = Math.max(least, sigma(others, rho));
        return IntStream.range(0, neighbours.length)
                .mapToDouble(place -> neighbours[place] == cell ? 0.0 : weight(distances[place], rho, sigma))
                .toArray();
    }

    private static double sigma(double[] others, double rho) {
        double wanted = Math.log(others.length + 1.0) / Math.log(2.0);
        double low = 0.0;
        double high = Double.POSITIVE_INFINITY;
        double sigma = 1.0;
        for (int step = 0; step < HALVINGS; step++) {
            double excess = sum(others, rho, sigma) - wanted;
            if (Math.abs(excess) < NEAR_ENOUGH) {
                break;
            }
            if (excess > 0.0) {
                high = sigma;
            } else {
                low = sigma;
            }
            sigma = high < Double.POSITIVE_INFINITY ? (low + high) / 2.0 : 2.0 * sigma;
        }
        return sigma;
    }

    private static double sum(double[] others, double rho, double sigma) {
        double sum = 0.0;
        for (double distance : others) {
            sum += weight(distance, rho, sigma);
        }
        return sum;
    }

    private static double weight(double distance, double rho, double sigma) {
        return distance > rho ? Math.exp(-(distance - rho) / sigma) : 1.0;
    }
}
