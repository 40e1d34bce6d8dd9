package atlasprox.ml;

import atlasprox.rounds.RoundListener;
import atlasprox.rounds.RoundTrace;

/** How far a fit has come, for another thread to look at now and then: that of the Python package, which Java does not call back. */
public final class FitProgress implements RoundListener {
    private volatile State state = new State(0, 0, 0.0);

    @Override
    public void onRound(RoundTrace trace, int rounds) {
        state = new State(trace.round(), rounds, trace.objective());
    }

    /** @return the last round that has ended */
    public State state() {
        return state;
    }

    /**
     * A round that has ended.
     *
     * @param round its number from 1; 0 before the first has ended
     * @param rounds how many there will be at most; 0 before the first has ended
     * @param objective the objective after it
     */
    public record State(int round, int rounds, double objective) {}
}
