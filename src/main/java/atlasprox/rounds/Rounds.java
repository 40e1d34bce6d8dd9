package atlasprox.rounds;

import java.util.ArrayList;
import java.util.List;

/**
 * The loop of every federated method: the server sends a message, clients answer with updates, the server turns its state and the updates
 * into the next state and an entry of the trace; until all is still, or the rounds are over.
 */
public final class Rounds {
    private Rounds() {}

    /**
     * What comes of the rounds.
     *
     * @param state the last state
     * @param trace one entry a round
     * @param still whether the rounds ended since all was still, and not at their number; null where the method does not watch for that
     * @param <S> the state
     */
    public record Result<S>(S state, List<RoundTrace> trace, Boolean still) {}

    /**
     * @param server the server's side
     * @param clients the clients' side
     * @param most how many rounds there are at most
     * @param listener is told of every round
     * @param <S> the state
     * @param <M> what clients are sent
     * @param <U> what they answer with
     * @return what comes of the rounds
     * @throws IllegalStateException if the numbers have run away
     */
    public static <S, M, U> Result<S> run(
            Server<S, M, U> server, Clients<M, U> clients, int most, RoundListener listener) {
        S state = server.begin();
        List<RoundTrace> trace = new ArrayList<>();
        Boolean still = null;
        for (int round = 1; round <= most && !Boolean.TRUE.equals(still); round++) {
            long start = System.nanoTime();
            S sent = server.ready(round, state);
            Server.Step<S> step = server.step(
                    round, sent, clients.exchange("round " + round + " of " + most, server.message(round, sent)));
            trace.add(step.trace().in((System.nanoTime() - start) / 1e9));
            listener.onRound(trace.get(trace.size() - 1), most);
            state = step.state();
            still = step.still();
        }
        return new Result<>(state, List.copyOf(trace), still);
    }
}
