package atlasprox.align;

import atlasprox.federate.RoundListener;
import atlasprox.federate.RoundTrace;
import atlasprox.film.FilmMixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.exception.MathIllegalArgumentException;

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
     * @param batches the clients' names, ascending, at least two
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
        List<ClientSums> run(FilmMixture mixture, TailCut cut);
    }

    /**
     * The fit's outcome.
     *
     * @param mixture the learned experts
     * @param trace one entry a round; its figures are those of the mixture that the round began with
     */
    public record Result(FilmMixture mixture, List<RoundTrace> trace) {}

    /**
     * @param step the clients' side
     * @param pressure the diversity pressure
     * @param prototypes K unit rows of d coordinates, to begin with
     * @param startShift B x d displacements of the batches before the first round, zeros for held clients
     * @return the fit's outcome
     * @throws IllegalStateException if sums or experts are not finite; the message names round, batch and prototype
     */
    public Result run(SumStep step, DiversityPressure pressure, double[][] prototypes, double[][] startShift) {
        FilmMixture mixture = identity(prototypes, startShift);
        BaseShifts shifts = BaseShifts.beginning(startShift, covariates);
        TailCut cut = null;
        List<RoundTrace> trace = new ArrayList<>();
        Objective before = null;
        boolean still = false;
        for (int round = 1; round <= settings.rounds() && !still; round++) {
            long start = System.nanoTime();
            mixture = pressure.applied(round, mixture);
            List<ClientSums> sums = step.run(mixture, cut);
            requireFinite(round, sums, prototypes.length);
            Objective objective = Objective.of(sums, prototypes.length, settings.theta() > 0.0);
            ExpertSolver solver = new ExpertSolver(settings, covariates, sums, mixture, shifts);
            ExpertSolver.Step next = solved(round, solver);
            requireFinite(round, next.mixture());
            trace.add(trace(
                    round,
                    sums,
                    objective.under(settings.thetaIn(round)),
                    objective.rose(before, settings.thetaIn(round)),
                    solver,
                    largestChange(mixture, next.mixture()),
                    start));
            listener.onRound(trace.get(trace.size() - 1), settings.rounds());
            still = still(round, objective, before);
            before = objective;
            mixture = next.mixture();
            cut = next.cut();
            shifts = next.shifts();
        }
        return new Result(mixture, List.copyOf(trace));
    }

    /**
     * @param prototypes K unit rows of d coordinates
     * @param startShift B x d shifts
     * @return the mixture whose experts do nothing but shift each batch
     */
    private FilmMixture identity(double[][] prototypes, double[][] startShift) {
        double[][][] gamma = new double[batches.size()][prototypes.length][prototypes[0].length];
        double[][][] beta = new double[batches.size()][prototypes.length][];
        for (int b = 0; b < gamma.length; b++) {
            for (int k = 0; k < prototypes.length; k++) {
                Arrays.fill(gamma[b][k], 1.0);
                beta[b][k] = startShift[b].clone();
            }
        }
        return new FilmMixture(
                batches, prototypes, gamma, beta, startShift, settings.sigma(), settings.innerIterations());
    }

    /** Nothing is at rest while the diversity pressure runs its course. */
    private boolean still(int round, Objective objective, Objective before) {
        return settings.thetaIn(round - 1) == 0.0 && objective.hardlyFell(before, 0.0, settings.tolerance());
    }

    private static ExpertSolver.Step solved(int round, ExpertSolver solver) {
        try {
            return solver.solve();
        } catch (MathIllegalArgumentException e) {
            throw new IllegalStateException(
                    "round " + round + ": the batches' shifts have no solution; raise --ridge", e);
        }
    }

    private void requireFinite(int round, List<ClientSums> sums, int prototypes) {
        for (int b = 0; b < sums.size(); b++) {
            for (int k = 0; k < prototypes; k++) {
                if (!sums.get(b).isFinite(k)) {
                    throw notFinite(round, "the sums", b, k);
                }
            }
        }
    }

    private void requireFinite(int round, FilmMixture mixture) {
        for (int b = 0; b < batches.size(); b++) {
            for (int k = 0; k < mixture.prototypes().length; k++) {
                if (!isFinite(mixture.gamma(b)[k]) || !isFinite(mixture.beta(b)[k])) {
                    throw notFinite(round, "the experts", b, k);
                }
            }
        }
    }

    private static boolean isFinite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    private IllegalStateException notFinite(int round, String what, int client, int prototype) {
        return new IllegalStateException("round " + round + ": " + what + " of batch '" + batches.get(client)
                + "' for prototype " + prototype + " are not finite; is the embedding's scale, or a setting, extreme?");
    }

    private RoundTrace trace(
            int round,
            List<ClientSums> sums,
            double objective,
            boolean rose,
            ExpertSolver solver,
            double change,
            long start) {
        List<Double> losses =
                sums.stream().map(client -> client.objective() / client.cells()).toList();
        long cells = sums.stream().mapToLong(ClientSums::cells).sum();
        double moved = sums.stream().mapToDouble(ClientSums::structureMoved).sum();
        double structure = sums.stream().mapToDouble(ClientSums::structure).sum();
        int worst = losses.indexOf(Collections.max(losses));
        return new RoundTrace(
                round,
                objective,
                rose,
                settings.thetaIn(round),
                losses.get(worst),
                batches.get(worst),
                change,
                losses,
                sums.stream()
                        .map(client -> preserved(client.structureMoved(), client.structure()))
                        .toList(),
                IntStream.range(0, sums.size()).mapToObj(solver::separation).toList(),
                preserved(moved, structure),
                solver.separation(),
                sums.stream().mapToLong(ClientSums::visited).sum(),
                (System.nanoTime() - start) / 1e9);
    }

    /** P; a batch without any structure, such as one of a single cell, keeps all of it. */
    private static double preserved(double moved, double structure) {
        return structure > 0.0 ? 1.0 - moved / structure : 1.0;
    }

    private static double largestChange(FilmMixture before, FilmMixture after) {
        double largest = 0.0;
        for (int b = 0; b < before.batches().size(); b++) {
            largest = Math.max(largest, largestChange(before.gamma(b), after.gamma(b)));
            largest = Math.max(largest, largestChange(before.beta(b), after.beta(b)));
        }
        return largest;
    }

    private static double largestChange(double[][] before, double[][] after) {
        double largest = 0.0;
        for (int k = 0; k < before.length; k++) {
            for (int j = 0; j < before[k].length; j++) {
                largest = Math.max(largest, Math.abs(after[k][j] - before[k][j]));
            }
        }
        return largest;
    }
}
