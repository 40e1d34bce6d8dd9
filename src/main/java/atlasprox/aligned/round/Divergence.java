package atlasprox.aligned.round;

import atlasprox.aligned.model.ClientSums;
import java.util.Arrays;
import java.util.List;

/** How far some clients, or batches of several of them, lie apart over the prototypes ({@link Separation}). */
final class Divergence {
    private final double[][] n;
    private final double[] share;
    private final double[] inAll;
    private final int clients;

    private Divergence(double[][] n, double[] share, double[] inAll, int clients) {
        this.n = n;
        this.share = share;
        this.inAll = inAll;
        this.clients = clients;
    }

    /**
     * @param sums each client's sums
     * @param n client x K weighted counts
     * @param among the clients to look at
     */
    static Divergence of(List<ClientSums> sums, double[][] n, int[] among) {
        double cells = Arrays.stream(among).mapToLong(b -> sums.get(b).cells()).sum();
        double[] share = new double[n.length];
        double[] inAll = new double[n[0].length];
        for (int b : among) {
            share[b] = sums.get(b).cells() / cells;
            for (int k = 0; k < inAll.length; k++) {
                inAll[k] += n[b][k];
            }
        }
        return new Divergence(n, share, inAll, among.length);
    }

    /** D = sum_bk (n_bk / N) log( n_bk / (n_k p_b) ) / H(p): 0 where batches are mixed, 1 where they are apart. */
    double separation(int[][] batches) {
        double divergence = 0.0;
        double entropy = 0.0;
        for (int[] batch : batches) {
            double ofBatch = share(batch);
            entropy -= ofBatch * Math.log(ofBatch);
            divergence += ofBatch * divergence(batch);
        }
        return batches.length < 2 ? 0.0 : divergence / entropy;
    }

    /** The same of one batch: its part of the divergence, over that of a batch which shares no group. */
    double separation(int[] batch) {
        return batch.length == clients ? 0.0 : divergence(batch) / -Math.log(share(batch));
    }

    private double share(int[] batch) {
        double sum = 0.0;
        for (int b : batch) {
            sum += share[b];
        }
        return sum;
    }

    private double divergence(int[] batch) {
        double ofBatch = share(batch);
        double total = 0.0;
        double divergence = 0.0;
        for (int k = 0; k < inAll.length; k++) {
            double count = 0.0;
            for (int b : batch) {
                count += n[b][k];
            }
            total += count;
            if (count > 0.0) {
                divergence += count * Math.log(count / (inAll[k] * ofBatch));
            }
        }
        return total > 0.0 ? divergence / total : 0.0;
    }
}
