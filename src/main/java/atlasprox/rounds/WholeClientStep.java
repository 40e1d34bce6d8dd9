package atlasprox.rounds;

import java.io.Serializable;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * What clients do whose cells are in one place each.
 *
 * @param <M> the message
 * @param <C> what stands for all of a client's cells
 * @param <U> the update that a client answers with
 */
@FunctionalInterface
public interface WholeClientStep<M extends Serializable, C extends ClientData, U> extends ClientStep<M, C, U> {

    /**
     * @param message what the server sends
     * @param client all of a client's cells
     * @return the client's update
     */
    U answer(M message, C client);

    @Override
    default Map<Integer, U> run(M message, Iterator<C> cells) {
        Map<Integer, U> updates = new TreeMap<>();
        cells.forEachRemaining(client -> updates.put(client.client(), answer(message, client)));
        return updates;
    }

    /** @throws IllegalStateException always: there is nothing to merge where a client is in one place */
    @Override
    default U merge(U one, U other) {
        throw new IllegalStateException("a client's cells are in two places");
    }
}
