package atlasprox.aligned.round;

import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.settings.Parts;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The groups of the clients' cells: by prototype k, and within it by stratum s. Batches are brought onto each other group by group. Without
 * strata there is one group a prototype. Group g = k S + s.
 */
final class StratifiedGroups {
    private final List<ClientSums> sums;
    private final double[][] n;
    private final StratumShares shares;
    private final Parts parts;
    private final int strata;
    private final double[] inAll;
    private final double[][] variance;

    /**
     * @param sums each client's sums
     * @param n client x K weighted counts, 0 where a client lacks the prototype
     * @param shares how clients' cells share themselves out among the strata
     * @param parts which part of which batch each client is
     */
    StratifiedGroups(List<ClientSums> sums, double[][] n, StratumShares shares, Parts parts) {
        this.sums = sums;
        this.n = n;
        this.shares = shares;
        this.parts = parts;
        this.strata = parts.strata();
        this.inAll = new double[n[0].length * strata];
        for (int b = 0; b < n.length; b++) {
            for (int g = 0; g < inAll.length; g++) {
                inAll[g] += count(b, g);
            }
        }
        this.variance = new double[inAll.length][sums.get(0).dimension()];
        IntStream.range(0, inAll.length).parallel().forEach(this::pool);
    }

    private void pool(int g) {
        for (int b = 0; b < n.length; b++) {
            double count = count(b, g);
            for (int j = 0; j < variance[g].length && count > 0.0; j++) {
                variance[g][j] += count / inAll[g] * sums.get(b).variance(prototype(g), j);
            }
        }
    }

    int count() {
        return inAll.length;
    }

    Grouping grouping() {
        int values = parts.values();
        return new Grouping(
                IntStream.range(0, inAll.length).map(this::prototype).toArray(),
                IntStream.range(0, inAll.length).map(g -> g % strata / values).toArray(),
                IntStream.range(0, inAll.length).map(g -> g % values).toArray());
    }

    int prototype(int g) {
        return g / strata;
    }

    /** The weighted count of a client's cells in a group. */
    double count(int client, int g) {
        double ofPrototype = n[client][prototype(g)];
        return ofPrototype == 0.0 ? 0.0 : ofPrototype * shares.of(client, prototype(g), g % strata);
    }

    /** The d coordinates of a client's mean in a group that it has. */
    double mean(int client, int g, int j) {
        return sums.get(client).mean(prototype(g), j);
    }

    /** The first group of a prototype, after which its others come; of K the number of groups. */
    int first(int k) {
        return k * strata;
    }

    /** K x d: for each prototype what its groups have, weighted by all cells in these. */
    double[][] overStrata(double[][] ofGroups) {
        return grouping().means(ofGroups, inAll);
    }

    /** The variance that a prototype's cells of these clients would have, were it in each group that of all clients. */
    double[] pooled(int[] clients, int k) {
        double[] pooled = new double[variance[0].length];
        double all = 0.0;
        for (int b : clients) {
            all += n[b][k];
        }
        for (int g = first(k); g < first(k + 1) && all > 0.0; g++) {
            double count = 0.0;
            for (int b : clients) {
                count += count(b, g);
            }
            for (int j = 0; j < pooled.length && count > 0.0; j++) {
                pooled[j] += count / all * variance[g][j];
            }
        }
        return pooled;
    }
}
