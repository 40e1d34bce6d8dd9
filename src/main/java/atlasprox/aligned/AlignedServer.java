package atlasprox.aligned;

import atlasprox.aligned.diversity.DiversityPressure;
import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.round.BaseShifts;
import atlasprox.aligned.round.ExpertSolver;
import atlasprox.aligned.round.FiniteCheck;
import atlasprox.aligned.round.Objective;
import atlasprox.aligned.round.RoundFigures;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Covariates;
import atlasprox.rounds.RoundTrace;
import atlasprox.rounds.Server;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The server's side of aligned refinement: broadcast the mixture, let every client sum over its cells, solve for the next experts.
 *
 * @param settings the settings in force
 * @param batches the batches' names, ascending, at least one; a client's is that of its batch
 * @param sizes the clients' cell counts, to which sums over fewer cells are scaled
 * @param covariates the clients' levels
 * @param pressure the diversity pressure
 * @param prototypes K unit rows of d coordinates, to begin with
 * @param startShift B x d displacements of the batches before the first round, zeros for held clients
 */
public record AlignedServer(
        AlignedSettings settings,
        List<String> batches,
        long[] sizes,
        Covariates covariates,
        DiversityPressure pressure,
        double[][] prototypes,
        double[][] startShift)
        implements Server<AlignedState, AlignedMessage, ClientSums> {

    @Override
    public AlignedState begin() {
        FilmMixture mixture =
                FilmMixture.shifting(names(), prototypes, startShift, settings.sigma(), settings.innerIterations());
        return new AlignedState(
                mixture, BaseShifts.beginning(startShift, covariates), null, null, null, null, List.of());
    }

    @Override
    public AlignedState ready(int round, AlignedState state) {
        DiversityPressure.Pressed pressed = pressure.applied(round, state.mixture(), state.counts());
        return new AlignedState(
                pressed.mixture(),
                state.shifts(),
                state.huber(),
                pressed.counts(),
                state.objective(),
                state.reference(),
                state.ofValues());
    }

    @Override
    public AlignedMessage message(int round, AlignedState state) {
        return new AlignedMessage(state.mixture(), state.huber());
    }

    /** The trace's figures are those of the mixture that the round began with. The clients' sums are used up. */
    @Override
    public Step<AlignedState> step(int round, AlignedState state, SortedMap<Integer, ClientSums> updates) {
        List<ClientSums> sums = ClientSums.ordered(updates, sizes);
        FiniteCheck check = new FiniteCheck(round, names());
        check.require(sums, state.mixture());
        Objective objective = Objective.of(sums, prototypes.length, settings.theta() > 0.0);
        ExpertSolver solver = new ExpertSolver(settings, covariates, sums, state.mixture(), state.shifts());
        Map<String, Double> ofValues = solver.ofValues();
        ExpertSolver.Step next = solver.solveInPlace(round);
        check.require(next.mixture());
        RoundTrace trace = new RoundFigures(
                        batches,
                        state.mixture(),
                        next.mixture(),
                        sums,
                        covariates.parts().ofBatches())
                .trace(
                        round,
                        settings.thetaIn(round),
                        objective,
                        state.objective(),
                        solver.separation(),
                        next.moving(),
                        ofValues);
        AlignedState nextState = new AlignedState(
                next.mixture(),
                next.shifts(),
                next.huber(),
                state.counts(),
                objective,
                next.reference(),
                next.ofValues());
        return new Step<>(nextState, trace, isStill(round, objective, state.objective()));
    }

    /** Of the clients. */
    private List<String> names() {
        return Arrays.stream(covariates.parts().batch()).mapToObj(batches::get).toList();
    }

    /** Nothing is at rest while the diversity pressure runs its course. */
    private boolean isStill(int round, Objective objective, Objective before) {
        return settings.thetaIn(round - 1) == 0.0 && objective.hardlyFell(before, 0.0, settings.tolerance());
    }
}
