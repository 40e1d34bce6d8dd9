package atlasprox.align;

import atlasprox.federate.RoundListener;
import atlasprox.federate.RoundTrace;
import atlasprox.film.FilmMixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
     * @param prototypes K unit rows of d coordinates, to begin with
     * @param startShift B x d displacements of the batches before the first round, zeros for held clients
     * @return the fit's outcome
     * @throws ArithmeticException if sums are not finite; the message names round, batch and prototype
     */
    public Result run(SumStep step, double[][] prototypes, double[][] startShift) {
        FilmMixture mixture = identity(prototypes, startShift);
        BaseShifts shifts = BaseShifts.beginning(startShift, covariates);
        TailCut cut = null;
        List<RoundTrace> trace = new ArrayList<>();
        for (int round = 1; round <= settings.rounds() && !still(trace); round++) {
            long start = System.nanoTime();
            List<ClientSums> sums = step.run(mixture, cut);
            requireFinite(round, sums, prototypes.length);
            ExpertSolver solver = new ExpertSolver(settings, covariates, sums, mixture, shifts);
            ExpertSolver.Step next = solver.solve();
            trace.add(trace(round, sums, solver, largestChange(mixture, next.mixture()), start));
            listener.onRound(trace.get(trace.size() - 1), settings.rounds());
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

    private boolean still(List<RoundTrace> trace) {
        if (trace.size() < 2) {
            return false;
        }
        double last = trace.get(trace.size() - 1).objective();
        double before = trace.get(trace.size() - 2).objective();
        return Math.abs(last - before) < settings.tolerance() * Math.abs(before);
    }

    private void requireFinite(int round, List<ClientSums> sums, int prototypes) {
        for (int b = 0; b < sums.size(); b++) {
            for (int k = 0; k < prototypes; k++) {
                if (!sums.get(b).isFinite(k)) {
                    throw new ArithmeticException("round " + round + ": the sums of batch '" + batches.get(b)
                            + "' for prototype " + k + " are not finite; is the embedding's scale extreme?");
                }
            }
        }
    }

    private RoundTrace trace(int round, List<ClientSums> sums, ExpertSolver solver, double change, long start) {
        List<Double> losses =
                sums.stream().map(client -> client.objective() / client.cells()).toList();
        long cells = sums.stream().mapToLong(ClientSums::cells).sum();
        double moved = sums.stream().mapToDouble(ClientSums::structureMoved).sum();
        double structure = sums.stream().mapToDouble(ClientSums::structure).sum();
        int worst = losses.indexOf(Collections.max(losses));
        return new RoundTrace(
                round,
                sums.stream().mapToDouble(ClientSums::objective).sum() / cells,
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
