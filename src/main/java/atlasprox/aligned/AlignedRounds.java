package atlasprox.aligned;

import atlasprox.aligned.diversity.DiversityPressure;
import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.model.HuberWeight;
import atlasprox.aligned.model.Reference;
import atlasprox.aligned.round.BaseShifts;
import atlasprox.aligned.round.ExpertSolver;
import atlasprox.aligned.round.FiniteCheck;
import atlasprox.aligned.round.Objective;
import atlasprox.aligned.round.RoundFigures;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Covariates;
import atlasprox.rounds.RoundListener;
import atlasprox.rounds.RoundTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The server's side of aligned refinement: broadcast the mixture, let every client sum over its cells, solve for the next
 * experts, trace. Where the clients are is the {@link SumStep}'s affair.
 */
public final class AlignedRounds {
    private final AlignedSettings settings;
    private final List<String> batches;
    private final Covariates covariates;
    private final RoundListener listener;

    /**
     * @param settings the settings in force
     * @param batches the clients' names, ascending, at least one
     * @param covariates the clients' levels
     * @param listener is told of every round
     */
    public AlignedRounds(
            AlignedSettings settings, List<String> batches, Covariates covariates, RoundListener listener) {
        this.settings = settings;
        this.batches = List.copyOf(batches);
        this.covariates = covariates;
        this.listener = listener;
    }

    /** What all clients do in one round, wherever they are: one pass over the cells. */
    @FunctionalInterface
    public interface SumStep {

        /**
         * @param mixture the mixture as broadcast
         * @param cut the tail cut as broadcast, null in the first round
         * @return each client's sums, in the order of the batches
         */
        List<ClientSums> run(FilmMixture mixture, HuberWeight cut);
    }

    /**
     * The fit's outcome.
     *
     * @param mixture the learned experts
     * @param reference the groups that they leave, to hold later batches against
     * @param trace one entry a round; its figures are those of the mixture that the round began with
     * @param ending how the rounds ended
     */
    public record Result(FilmMixture mixture, Reference reference, List<RoundTrace> trace, Ending ending) {}

    /**
     * How the rounds ended.
     *
     * @param still whether they ended since the objective hardly fell, by the tolerance; null where that is not watched for
     * @param moving the largest move of a group's shift, in pooled deviations, that the last round's sweeps over several batch columns left;
     *     0 where these came to rest
     */
    public record Ending(Boolean still, double moving) {}

    /**
     * @param step the clients' side
     * @param pressure the diversity pressure
     * @param prototypes K unit rows of d coordinates, to begin with
     * @param startShift B x d displacements of the batches before the first round, zeros for held clients
     * @return the fit's outcome
     * @throws IllegalStateException if sums or experts are not finite; the message names round, batch and prototype
     */
    public Result run(SumStep step, DiversityPressure pressure, double[][] prototypes, double[][] startShift) {
        FilmMixture mixture =
                FilmMixture.shifting(batches, prototypes, startShift, settings.sigma(), settings.innerIterations());
        BaseShifts shifts = BaseShifts.beginning(startShift, covariates);
        Reference reference = null;
        HuberWeight cut = null;
        List<RoundTrace> trace = new ArrayList<>();
        Objective before = null;
        boolean still = false;
        double moving = 0.0;
        for (int round = 1; round <= settings.rounds() && !still; round++) {
            long start = System.nanoTime();
            mixture = pressure.applied(round, mixture);
            List<ClientSums> sums = step.run(mixture, cut);
            FiniteCheck check = new FiniteCheck(round, batches);
            check.require(sums, mixture);
            Objective objective = Objective.of(sums, prototypes.length, settings.theta() > 0.0);
            ExpertSolver solver = new ExpertSolver(settings, covariates, sums, mixture, shifts);
            ExpertSolver.Step next = solver.solve(round);
            check.require(next.mixture());
            trace.add(new RoundFigures(batches, mixture, next.mixture(), sums)
                    .trace(
                            round,
                            settings.thetaIn(round),
                            objective,
                            before,
                            IntStream.range(0, sums.size())
                                    .mapToObj(solver::separation)
                                    .toList(),
                            solver.separation(),
                            start));
            listener.onRound(trace.get(trace.size() - 1), settings.rounds());
            still = still(round, objective, before);
            before = objective;
            mixture = next.mixture();
            cut = next.cut();
            shifts = next.shifts();
            reference = next.reference();
            moving = next.moving();
        }
        return new Result(mixture, reference, List.copyOf(trace), new Ending(still, moving));
    }

    /** Nothing is at rest while the diversity pressure runs its course. */
    private boolean still(int round, Objective objective, Objective before) {
        return settings.thetaIn(round - 1) == 0.0 && objective.hardlyFell(before, 0.0, settings.tolerance());
    }
}
