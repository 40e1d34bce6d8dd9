package atlasprox.aligned.start;

import atlasprox.aligned.round.NormalEquations;
import atlasprox.aligned.settings.Parts;
import atlasprox.math.Moments;
import java.util.Arrays;
import java.util.List;
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
 * say nothing about each other and are left as they lie. Labels that {@linkplain LabelMistakes could be mistakes} have no say.
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
     * @param strata of the clients, as {@link #strata} has them
     * @param told what each client tells of its cells
     * @param means client x d means of these, about any centre
     * @return batch x d displacements, zeros for batches without label
     */
    static double[][] shifts(Parts parts, int[] strata, List<Moments> told, double[][] means) {
        int[] telling = IntStream.range(0, strata.length)
                .filter(client -> strata[client] >= 0)
                .toArray();
        double[][] weight = new double[parts.batches()][parts.strata()];
        double[] inAll = new double[parts.strata()];
        for (int client : telling) {
            double ofPart = weight(told.get(client));
            weight[parts.batch()[client]][strata[client]] = ofPart;
            inAll[strata[client]] += ofPart;
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
     * @param told what each client tells of its cells
     * @return for each client the number of its stratum, where it tells of cells with a label to go by, and its batch of enough of these; else below 0
     */
    static int[] strata(Parts parts, List<Moments> told) {
        LabelMistakes mistakes = new LabelMistakes(parts, told);
        int[] strata = new int[told.size()];
        double[] weight = new double[parts.batches()];
        for (int client = 0; client < strata.length; client++) {
            boolean tells = parts.isLabelled(client) && told.get(client).count() > 0 && !mistakes.couldBe(client);
            strata[client] = tells ? parts.stratum(client) : Parts.UNLABELLED;
            weight[parts.batch()[client]] += tells ? weight(told.get(client)) : 0.0;
        }
        for (int client = 0; client < strata.length; client++) {
            strata[client] = weight[parts.batch()[client]] < LEAST_WEIGHT ? Parts.UNLABELLED : strata[client];
        }
        return strata;
    }

    private static double weight(Moments cells) {
        return cells.count() / (cells.count() + NOISE);
    }

    private static void add(double[] sum, double weight, double[] vector) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += weight * vector[j];
        }
    }
}
