package atlasprox.aligned.start;

import atlasprox.aligned.round.NormalEquations;
import atlasprox.aligned.settings.Parts;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Start shifts from labels: batches are displaced by t_b, and strata lie at c_s, so that the least is left of
 *
 * <pre>
 * sum_bs w_bs |mu_bs + t_b - c_s|^2 ,    w = n / (n + {@value #NOISE}) ,
 * </pre>
 *
 * mu_bs being the mean of a batch's n cells of a stratum. A stratum counts about once in each batch, however many cells it has there, since it is not the
 * number of cells that keeps centroids apart but what a batch effect does to each kind. Batches that share no stratum with each other, by whatever way,
 * say nothing about each other and are left as they lie.
 */
final class GuidedStart {
    /** With as many cells the error of a centroid is as large as what batch effects do to kinds one by one, about. */
    private static final double NOISE = 5.0;

    /** Of a batch's weights: what decides where batches that share strata lie together, as nothing else does. */
    private static final double STAY = 1e-6;

    private GuidedStart() {}

    /**
     * @param parts which part of which batch each client is
     * @param means client x d means of their cells
     * @param cells how many cells they are of; 0 where a client tells none
     * @return batch x d displacements, zeros for batches without label
     */
    static double[][] shifts(Parts parts, double[][] means, long[] cells) {
        int dimension = means[0].length;
        double[][] weight = new double[parts.batches()][parts.strata()];
        double[] inAll = new double[parts.strata()];
        for (int client = 0; client < means.length; client++) {
            if (parts.isLabelled(client)) {
                int stratum = parts.stratum(client);
                double ofPart = cells[client] / (cells[client] + NOISE);
                weight[parts.batch()[client]][stratum] = ofPart;
                inAll[stratum] += ofPart;
            }
        }
        double[][] centre = new double[parts.strata()][dimension];
        eachLabelled(
                parts, (client, b, s) -> add(centre[s], inAll[s] > 0.0 ? weight[b][s] / inAll[s] : 0.0, means[client]));
        double[][] right = new double[parts.batches()][dimension];
        eachLabelled(parts, (client, b, s) -> {
            add(right[b], weight[b][s], centre[s]);
            add(right[b], -weight[b][s], means[client]);
        });
        long[] sizes = parts.sums(cells);
        double all = Arrays.stream(sizes).sum();
        double[] own = IntStream.range(0, right.length)
                .mapToDouble(b -> Arrays.stream(weight[b]).sum() + STAY * Math.max(1.0, sizes[b]) / all)
                .toArray();
        return new NormalEquations(weight, inAll).solve(own, right);
    }

    /** Something to do with a labelled client, its batch and its stratum. */
    private interface Labelled {
        void visit(int client, int batch, int stratum);
    }

    private static void eachLabelled(Parts parts, Labelled work) {
        for (int client = 0; client < parts.batch().length; client++) {
            if (parts.isLabelled(client)) {
                work.visit(client, parts.batch()[client], parts.stratum(client));
            }
        }
    }

    private static void add(double[] sum, double weight, double[] vector) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += weight * vector[j];
        }
    }
}
