package atlasprox.federate;

import atlasprox.film.Adapter;
import java.util.List;

/**
 * The server's step (scBatchProx, arXiv 2602.00423): theta = sum_b n_b theta^(b) / sum_b n_b over whole tables. Every client
 * returns the other rows as it got them, so row b becomes (n_b / n) local + (1 - n_b / n) old: the published damping.
 */
final class WeightedAverage {
    private WeightedAverage() {}

    /**
     * @param table the table as broadcast, a row per client
     * @param updates at most one update per client
     * @param frozen the cells of clients that have no row here and return the table as they got it
     * @return the averaged table; rows without an update stay as they are
     */
    static Adapter[] of(Adapter[] table, List<ClientUpdate> updates, long frozen) {
        double cells = frozen + updates.stream().mapToLong(ClientUpdate::cells).sum();
        Adapter[] averaged = table.clone();
        for (ClientUpdate update : updates) {
            averaged[update.client()] = moved(table[update.client()], update.row(), update.cells() / cells);
        }
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
