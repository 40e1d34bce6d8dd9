package atlasprox.rounds;

import java.util.SortedMap;

/**
 * All clients, wherever they are: what they do is a {@link ClientStep}, and how a message comes to them and their updates come back is the
 * affair of the class that implements this.
 *
 * @param <M> what the server sends them
 * @param <U> the update that each answers with
 */
@FunctionalInterface
public interface Clients<M, U> {

    /**
     * @param what the name of the exchange, as a user would say it
     * @param message what the server sends
     * @return by the client's number, the update of each client that has cells
     */
    SortedMap<Integer, U> exchange(String what, M message);
}
