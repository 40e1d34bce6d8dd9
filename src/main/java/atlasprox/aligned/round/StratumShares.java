package atlasprox.aligned.round;

import atlasprox.aligned.settings.Parts;
import java.util.stream.IntStream;

/**
 * How a client's cells of a prototype share themselves out among the strata. Those of a label are all of its stratum. Those without one go by
 * the labels that other cells of their own batch have at prototypes nearby, where there are any, else by those of all batches: with e_kl the
 * labelled cells of the batch, each counted by how near its prototype lies to k, and q_kl those of all batches likewise, label l has the share
 *
 * <pre>
 * (e_kl + epsilon q_kl / sum_l q_kl) / (sum_l e_kl + epsilon)
 * </pre>
 *
 * of the unlabelled cells of k. Takes client x K x labels numbers for clients without label, and none for others.
 */
final class StratumShares {
    /** Of a cell: where a batch has less than this of labelled cells near a prototype, other batches' labels say more. */
    private static final double HARDLY_ANY = 0.01;

    /** A smaller share is none, so that no group weighs next to nothing. */
    private static final double NO_SHARE = 1e-6;

    private final Parts parts;
    private final double[][][] ofLabels;

    /**
     * @param parts which part of which batch each client is
     * @param n client x K weighted counts
     * @param near K x K how near prototypes' groups lie to each other, from 0 to 1
     */
    StratumShares(Parts parts, double[][] n, double[][] near) {
        this.parts = parts;
        this.ofLabels = new double[n.length][][];
        int[][] ofBatches = parts.ofBatches();
        double[][] everywhere = labelled(IntStream.range(0, n.length).toArray(), n, near);
        IntStream.range(0, n.length)
                .parallel()
                .filter(client -> !parts.isLabelled(client))
                .forEach(client ->
                        ofLabels[client] = shared(labelled(ofBatches[parts.batch()[client]], n, near), everywhere));
    }

    /**
     * @param client a client
     * @param k a prototype
     * @param stratum a stratum
     * @return the share of its cells of that prototype that are of the stratum, from 0 to 1
     */
    double of(int client, int k, int stratum) {
        int values = parts.values();
        if (stratum % values != parts.value()[client]) {
            return 0.0;
        }
        int label = stratum / values;
        if (parts.isLabelled(client)) {
            return label == parts.label()[client] ? 1.0 : 0.0;
        }
        return ofLabels[client][k][label];
    }

    /** K x labels: the clients' labelled cells about each prototype. */
    private double[][] labelled(int[] clients, double[][] n, double[][] near) {
        double[][] labelled = new double[near.length][parts.labels()];
        for (int client : clients) {
            for (int k = 0; k < near.length && parts.isLabelled(client); k++) {
                for (int other = 0; other < near.length; other++) {
                    labelled[k][parts.label()[client]] += near[k][other] * n[client][other];
                }
            }
        }
        return labelled;
    }

    private static double[][] shared(double[][] own, double[][] everywhere) {
        double[][] shared = new double[own.length][own[0].length];
        for (int k = 0; k < own.length; k++) {
            double ofOwn = sum(own[k]);
            double ofAll = sum(everywhere[k]);
            for (int label = 0; label < own[k].length; label++) {
                double elsewhere = ofAll > 0.0 ? everywhere[k][label] / ofAll : 1.0 / own[k].length;
                double share = (own[k][label] + HARDLY_ANY * elsewhere) / (ofOwn + HARDLY_ANY);
                shared[k][label] = share < NO_SHARE ? 0.0 : share;
            }
        }
        return shared;
    }

    private static double sum(double[] numbers) {
        double sum = 0.0;
        for (double number : numbers) {
            sum += number;
        }
        return sum;
    }
}
