package atlasprox.rounds;

import java.util.SortedMap;

/**
 * The server's side of a federated method. It knows nothing of where the clients are.
 *
 * @param <S> the state that a round takes on to the next
 * @param <M> the part of it that clients are sent
 * @param <U> the update that each client answers with
 */
public interface Server<S, M, U> {

    /** @return the state before the first round */
    S begin();

    /**
     * @param round the round's number, from 1
     * @param state the state that the round begins with
     * @return the same, made ready to be sent
     */
    default S ready(int round, S state) {
        return state;
    }

    /**
     * @param round the round's number, from 1
     * @param state the state that the round begins with
     * @return what clients are sent
     */
    M message(int round, S state);

    /**
     * @param round the round's number, from 1
     * @param state the state that the round began with
     * @param updates by the client's number, what clients answered
     * @return the next state, and what the round did
     * @throws IllegalStateException if the numbers have run away; the message says whose and what to do
     */
    Step<S> step(int round, S state, SortedMap<Integer, U> updates);

    /**
     * What comes of a round.
     *
     * @param state the next state
     * @param trace what the round did; the loop takes its time
     * @param still whether the rounds may end; null where the method does not watch for that
     * @param <S> the state
     */
    record Step<S>(S state, RoundTrace trace, Boolean still) {}
}
