package atlasprox.aligned.round;

import atlasprox.aligned.model.ClientSums;
import java.util.List;

/** The groups of clients that are corrected as one: what their sums are together. Of a client alone these are its own. */
final class AlikeClients {
    private final List<ClientSums> sums;
    private final double[][] n;
    private final int[][] alike;

    /**
     * @param sums each client's sums
     * @param n client x K weighted counts, 0 where a client lacks the group
     * @param alike for each client those that are corrected with it, itself among them, ascending
     */
    AlikeClients(List<ClientSums> sums, double[][] n, int[][] alike) {
        this.sums = sums;
        this.n = n;
        this.alike = alike;
    }

    /** Of the clients that are corrected with it the one of the least number: all have its experts, which are worked out once. */
    int first(int client) {
        return alike[client][0];
    }

    boolean isFirst(int client) {
        return first(client) == client;
    }

    /** The weighted count of a group. */
    double count(int client, int k) {
        double count = 0.0;
        for (int b : alike[client]) {
            count += n[b][k];
        }
        return count;
    }

    /** The clients' numbers added up, such as their shares of all cells. */
    double sum(int client, double[] numbers) {
        double sum = 0.0;
        for (int b : alike[client]) {
            sum += numbers[b];
        }
        return sum;
    }

    /** A group's mean; 0 where there is no such group. */
    double mean(int client, int k, int j) {
        double count = count(client, k);
        double mean = 0.0;
        for (int b : alike[client]) {
            mean += n[b][k] == 0.0 ? 0.0 : n[b][k] / count * sums.get(b).mean(k, j);
        }
        return mean;
    }

    /** A group's variance about that mean; 0 where there is no such group. */
    double variance(int client, int k, int j, double mean) {
        double count = count(client, k);
        double variance = 0.0;
        for (int b : alike[client]) {
            if (n[b][k] > 0.0) {
                double apart = sums.get(b).mean(k, j) - mean;
                variance += n[b][k] / count * (sums.get(b).variance(k, j) + apart * apart);
            }
        }
        return variance;
    }
}
