package atlasprox.aligned.effect;

import atlasprox.aligned.model.HuberWeight;
import atlasprox.aligned.model.Responsibilities;
import atlasprox.aligned.model.Spread;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The kinds of cells that all clients are measured by: how cells belong to them, where they lie and how wide they are.
 *
 * @param belonging how cells belong to the K prototypes
 * @param centre K x d means over all clients
 * @param deviation K x d deviations within clients, above 0
 * @param weight K roots of the cells' squared responsibilities, added up: what a kind is divided by so that each counts alike, but rare ones less
 * @param root K roots of the cells' responsibilities, added up, of rare kinds larger
 * @param compared whether a kind is looked at by itself: whether of every client enough cells are of it to be told of, but by a rare chance
 * @param huber the weight of cells far out
 */
public record Kinds(
        Responsibilities belonging,
        double[][] centre,
        double[][] deviation,
        double[] weight,
        double[] root,
        boolean[] compared,
        HuberWeight huber)
        implements Serializable {
    /** In deviations of the number of a client's cells of a kind: once in three million. */
    private static final double SURE = 5.0;

    /**
     * @param clients what each told of its cells, in the order of the clients
     * @param cutoff pooled deviations beyond which a cell counts less, above 0
     * @param minCells the least number of cells behind a row that is told, at least 1
     */
    public static Kinds of(List<KindSums> clients, Responsibilities belonging, double cutoff, int minCells) {
        int prototypes = belonging.prototypes();
        int dimension = belonging.dimension();
        double[] n = new double[prototypes];
        double[] squares = new double[prototypes];
        double[] freedom = new double[prototypes];
        double[][] centre = new double[prototypes][dimension];
        double[][] variance = new double[prototypes][dimension];
        for (KindSums client : clients) {
            for (int k = 0; k < prototypes; k++) {
                if (client.n()[k] > 0.0) {
                    n[k] += client.n()[k];
                    squares[k] += client.squares()[k];
                    freedom[k] += client.n()[k] - client.squares()[k] / client.n()[k];
                    add(client, k, centre[k], variance[k]);
                }
            }
        }
        for (int k = 0; k < prototypes; k++) {
            for (int j = 0; j < dimension; j++) {
                centre[k][j] = n[k] > 0.0 ? centre[k][j] / n[k] : 0.0;
                variance[k][j] = freedom[k] > 0.0 ? variance[k][j] / freedom[k] : 0.0;
            }
        }
        Spread spread = Spread.floored(variance, freedom);
        double rare = Math.sqrt(clients.stream().mapToLong(KindSums::cells).sum());
        return new Kinds(
                belonging,
                centre,
                Arrays.stream(spread.variance()).map(sums -> roots(sums, 0.0)).toArray(double[][]::new),
                roots(squares, rare),
                roots(n, rare),
                compared(clients, n, minCells),
                new HuberWeight(centre, spread, cutoff));
    }

    private static void add(KindSums client, int k, double[] centre, double[] variance) {
        for (int j = 0; j < centre.length; j++) {
            centre[j] += client.n()[k] * client.mean()[k][j];
            variance[j] += client.scatter()[k][j];
        }
    }

    /**
     * Of pairs of cells four times as many are looked at as there are cells, N, so that of a kind of sqrt(N) cells four are, to tell how much it
     * varies: rarer ones, of which none may be, count as far as they make up such a kind.
     */
    private static double[] roots(double[] sums, double least) {
        double[] roots = new double[sums.length];
        for (int k = 0; k < roots.length; k++) {
            roots[k] = Math.sqrt(Math.max(sums[k], least));
        }
        return roots;
    }

    /** Were a client held to have no cells of a kind where it has too few to tell of, it would differ from those that tell. */
    private static boolean[] compared(List<KindSums> clients, double[] n, int minCells) {
        long all = clients.stream().mapToLong(KindSums::cells).sum();
        int fewest = clients.stream()
                .mapToInt(KindSums::cells)
                .filter(cells -> cells > 0)
                .min()
                .orElse(0);
        boolean[] compared = new boolean[n.length];
        for (int k = 0; k < n.length; k++) {
            double expected = all == 0 ? 0.0 : n[k] * fewest / all;
            compared[k] = minCells <= 1 || expected - SURE * Math.sqrt(expected) >= minCells;
        }
        return compared;
    }
}
