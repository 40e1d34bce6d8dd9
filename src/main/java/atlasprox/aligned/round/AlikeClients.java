package atlasprox.aligned.round;

import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.settings.Covariates;
import atlasprox.aligned.settings.Parts;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The groups of clients that are corrected as one: what their sums are together. Of a client alone these are its own. */
final class AlikeClients {
    private final List<ClientSums> sums;
    private final double[][] n;
    private final int[][] alike;
    /** For each of the first clients those that are alike, by strata. */
    private final int[][][] strata;

    /**
     * @param sums each client's sums
     * @param n client x K weighted counts, 0 where a client lacks the group
     * @param covariates the clients' levels
     */
    AlikeClients(List<ClientSums> sums, double[][] n, Covariates covariates) {
        this.sums = sums;
        this.n = n;
        this.alike = covariates.alike();
        this.strata = new int[alike.length][][];
        for (int client = 0; client < alike.length; client++) {
            strata[client] = isFirst(client) ? strata(alike[client], covariates.parts()) : null;
        }
    }

    private static int[][] strata(int[] clients, Parts parts) {
        Map<List<Integer>, List<Integer>> strata = Arrays.stream(clients)
                .boxed()
                .collect(Collectors.groupingBy(
                        b -> List.of(parts.label()[b], parts.value()[b]), LinkedHashMap::new, Collectors.toList()));
        return strata.values().stream()
                .map(stratum -> stratum.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /** The clients that are corrected with one, itself among them, ascending. */
    int[] of(int client) {
        return alike[client];
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
        return mean(alike[client], k, j);
    }

    private double mean(int[] clients, int k, int j) {
        double count = 0.0;
        for (int b : clients) {
            count += n[b][k];
        }
        double mean = 0.0;
        for (int b : clients) {
            mean += n[b][k] == 0.0 ? 0.0 : n[b][k] / count * sums.get(b).mean(k, j);
        }
        return mean;
    }

    /** A group's variance within its strata, of a first client; 0 where there is no such group. */
    double variance(int client, int k, int j) {
        double count = count(client, k);
        double variance = 0.0;
        for (int[] stratum : strata[client]) {
            double mean = mean(stratum, k, j);
            for (int b : stratum) {
                if (n[b][k] > 0.0) {
                    double apart = sums.get(b).mean(k, j) - mean;
                    variance += n[b][k] / count * (sums.get(b).variance(k, j) + apart * apart);
                }
            }
        }
        return variance;
    }
}
