package atlasprox.rounds;

import java.io.Serializable;
import java.util.SortedMap;

/**
 * The clients of a method that asks them several things in turn, wherever they are. What they were told earlier they may go by later: the
 * method says of each of its exchanges what it stands on.
 */
public interface Exchanges {

    /**
     * @param exchange what is asked
     * @param what the same, as a user would say it
     * @param message what the server sends
     * @param <M> what the server sends
     * @param <U> what each client answers with
     * @return by the client's number, the update of each client that has cells; where updates are only added up, that of several may stand
     *     under one number
     */
    <M extends Serializable, U> SortedMap<Integer, U> exchange(Exchange<M, U> exchange, String what, M message);

    /**
     * @param exchange what is asked
     * @param <M> what the server sends
     * @param <U> what each client answers with
     * @return the clients of that exchange
     */
    default <M extends Serializable, U> Clients<M, U> clients(Exchange<M, U> exchange) {
        return (what, message) -> exchange(exchange, what, message);
    }
}
