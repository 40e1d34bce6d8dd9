package atlasprox.scbatchprox;

import java.util.Map;

/**
 * The server's step (scBatchProx, arXiv 2602.00423): theta = sum_b n_b theta^(b) / sum_b n_b over whole tables. Every client
 * returns the other rows as it got them, so row b becomes (n_b / n) local + (1 - n_b / n) old: the published damping.
 */
final class WeightedAverage {
    private WeightedAverage() {}

    /**
     * @param table the table as broadcast, a row per client
     * @param updates by the client's number, the updates of the clients that trained
     * @param company whose cells each client is averaged with
     * @return the averaged table; rows without an update stay as they are
     */
    static Adapter[] of(Adapter[] table, Map<Integer, ClientUpdate> updates, Company company) {
        long all = updates.values().stream().mapToLong(ClientUpdate::cells).sum();
        Adapter[] averaged = table.clone();
        updates.forEach((client, update) -> {
            double share = update.cells() / (double) company.cells(update.cells(), all);
            averaged[client] = moved(table[client], update.row(), share);
        });
        return averaged;
    }

    private static Adapter moved(Adapter old, Adapter local, double share) {
        Adapter row = old.copy();
        for (int j = 0; j < row.gamma().length; j++) {
            row.gamma()[j] += share * (local.gamma()[j] - old.gamma()[j]);
            row.beta()[j] += share * (local.beta()[j] - old.beta()[j]);
        }
        return row;
    }
}
