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
 * @param weight K roots of the cells' squared responsibilities, added up: what a kind is divided by so that each counts alike
 * @param root K roots of the cells' responsibilities, added up
 * @param huber the weight of cells far out
 */
public record Kinds(
        Responsibilities belonging,
        double[][] centre,
        double[][] deviation,
        double[] weight,
        double[] root,
        HuberWeight huber)
        implements Serializable {

    /**
     * @param clients what each told of its cells, in the order of the clients
     * @param cutoff pooled deviations beyond which a cell counts less, above 0
     */
    public static Kinds of(List<KindSums> clients, Responsibilities belonging, double cutoff) {
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
        return new Kinds(
                belonging,
                centre,
                Arrays.stream(spread.variance()).map(Kinds::roots).toArray(double[][]::new),
                roots(squares),
                roots(n),
                new HuberWeight(centre, spread, cutoff));
    }

    private static void add(KindSums client, int k, double[] centre, double[] variance) {
        for (int j = 0; j < centre.length; j++) {
            centre[j] += client.n()[k] * client.mean()[k][j];
            variance[j] += client.scatter()[k][j];
        }
    }

    private static double[] roots(double[] sums) {
        double[] roots = new double[sums.length];
        for (int k = 0; k < roots.length; k++) {
            roots[k] = Math.sqrt(sums[k]);
        }
        return roots;
    }
}
