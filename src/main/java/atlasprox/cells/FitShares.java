package atlasprox.cells;

import atlasprox.sample.CellKeys;
import java.util.Arrays;
import java.util.List;

/**
 * Which share of each client's cells a fit visits that may visit only about so many: small clients whole, all others up to one
 * common quota. Whether a cell is in its client's share is decided by its own key ({@link CellKeys#isInShare}), whatever its place in the table.
 */
public final class FitShares {
    private FitShares() {}

    /**
     * @param census of all cells, under the seed by which cells will be decided on
     * @param most how many cells to visit at most, about; 0 for all
     * @return each client's share in (0, 1], in the order of the clients, such that at least one cell of each is in it
     */
    public static double[] of(Census census, long most) {
        List<BatchCensus> clients = census.ofClients();
        double quota = most == 0
                ? Double.POSITIVE_INFINITY
                : quota(clients.stream().mapToLong(BatchCensus::cells).toArray(), most);
        return clients.stream().mapToDouble(client -> share(client, quota)).toArray();
    }

    /**
     * @param census of all cells, under the seed by which cells will be decided on
     * @param most how many cells of each client to visit at most, about; 0 for all
     * @return each client's share in (0, 1], in the order of the clients, whoever the others are
     */
    public static double[] each(Census census, long most) {
        double quota = most == 0 ? Double.POSITIVE_INFINITY : most;
        return census.ofClients().stream()
                .mapToDouble(client -> share(client, quota))
                .toArray();
    }

    /** Large enough for the cell of the smallest number at least: a client without cells would have no say in any group. */
    private static double share(BatchCensus client, double quota) {
        return client.cells() <= quota ? 1.0 : Math.max(quota / client.cells(), Math.nextUp(client.leastUniform()));
    }

    /**
     * Water-filling.
     *
     * @param sizes the clients' cell counts N_b
     * @param most how many cells to visit, at least 1
     * @return the q for which sum_b min(N_b, q) = most, at most the largest N_b
     */
    static double quota(long[] sizes, long most) {
        long[] ascending = sizes.clone();
        Arrays.sort(ascending);
        long left = most;
        for (int i = 0; i < ascending.length; i++) {
            double quota = (double) left / (ascending.length - i);
            if (ascending[i] > quota) {
                return quota;
            }
            left -= ascending[i];
        }
        return ascending[ascending.length - 1];
    }
}
