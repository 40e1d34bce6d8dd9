package atlasprox.rounds;

import java.io.Serializable;
import java.util.Iterator;
import java.util.Map;

/**
 * What clients do with their cells when the server sends them a message. A pure function of both, so that it may be done again where it was
 * lost. It knows nothing of where the clients are.
 *
 * @param <M> the message
 * @param <C> what stands for a client's cells
 * @param <U> the update that a client answers with: sums and small parameters, never cells
 */
public interface ClientStep<M extends Serializable, C extends ClientData, U> extends Serializable {

    /**
     * @param message what the server sends
     * @param cells pieces of any clients' cells
     * @return by the client's number, the update of each client that has a piece here
     */
    Map<Integer, U> run(M message, Iterator<C> cells);

    /**
     * @param one the update of some of a client's cells
     * @param other that of others of the same client
     * @return the update of both, whichever comes first
     */
    U merge(U one, U other);

    /**
     * @param all the update of all of a client's cells; may be changed
     * @return what of it leaves the client
     */
    default U told(U all) {
        return all;
    }

    /**
     * @param message what the server sends
     * @param turn some of the clients
     * @return what of it these need
     */
    default M part(M message, Turn turn) {
        return message;
    }

    /**
     * @param turn some of the clients
     * @return the same step with what these need of it
     */
    default ClientStep<M, C, U> of(Turn turn) {
        return this;
    }
}
