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

    /** As five cells of a label have: with less a batch has no labels to go by. */
    private static final double LEAST_WEIGHT = 0.5;

    private GuidedStart() {}

    /**
     * @param parts which part of which batch each client is
     * @param means client x d means of their cells
     * @param cells how many cells they are of; 0 where a client tells none
     * @return batch x d displacements, zeros for batches without label
     */
    static double[][] shifts(Parts parts, double[][] means, long[] cells) {
        int[] strata = strata(parts, cells);
        int[] telling = IntStream.range(0, strata.length)
                .filter(client -> strata[client] >= 0)
                .toArray();
        double[][] weight = new double[parts.batches()][parts.strata()];
        double[] inAll = new double[parts.strata()];
        for (int client : telling) {
            weight[parts.batch()[client]][strata[client]] = weight(cells[client]);
            inAll[strata[client]] += weight(cells[client]);
        }
        double[][] centre = new double[parts.strata()][means[0].length];
        for (int client : telling) {
            int s = strata[client];
            add(centre[s], weight[parts.batch()[client]][s] / inAll[s], means[client]);
        }
        double[][] right = new double[parts.batches()][means[0].length];
        for (int client : telling) {
            double[] ofBatch = right[parts.batch()[client]];
            double ofPart = weight[parts.batch()[client]][strata[client]];
            add(ofBatch, ofPart, centre[strata[client]]);
            add(ofBatch, -ofPart, means[client]);
        }
        double[] own = Arrays.stream(weight)
                .mapToDouble(ofBatch -> Arrays.stream(ofBatch).sum())
                .map(ofBatch -> ofBatch > 0.0 ? (1.0 + STAY) * ofBatch : 1.0)
                .toArray();
        return new NormalEquations(weight, inAll).solve(own, right);
    }

    /**
     * @param parts which part of which batch each client is
     * @param cells how many cells each client tells of
     * @return for each client the number of its stratum, where its batch has labels to go by and it tells of cells with one; else below 0
     */
    static int[] strata(Parts parts, long[] cells) {
        double[] weight = new double[parts.batches()];
        for (int client = 0; client < cells.length; client++) {
            weight[parts.batch()[client]] += parts.isLabelled(client) ? weight(cells[client]) : 0.0;
        }
        return IntStream.range(0, cells.length)
                .map(client -> cells[client] > 0 && weight[parts.batch()[client]] >= LEAST_WEIGHT
                        ? parts.stratum(client)
                        : Parts.UNLABELLED)
                .toArray();
    }

    private static double weight(long cells) {
        return cells / (cells + NOISE);
    }

    private static void add(double[] sum, double weight, double[] vector) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += weight * vector[j];
        }
    }
}
