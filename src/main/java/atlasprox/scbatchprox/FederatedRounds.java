package atlasprox.scbatchprox;

import atlasprox.Shown;
import atlasprox.math.Moments;
import atlasprox.rounds.RoundListener;
import atlasprox.rounds.RoundTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The server's side of scBatchProx: broadcast the table, let every client train its row, average by cell counts, trace. What a
 * client does in a round, and where, is the {@link LocalStep}'s affair. As published, there is a fixed number of rounds, and of a client's
 * epochs in each: the trace has the largest change of the last one.
 */
public final class FederatedRounds {
    private final List<String> batches;
    private final ScBatchProxSettings settings;
    private final Company company;
    private final RoundListener listener;

    private FederatedRounds(
            List<String> batches, ScBatchProxSettings settings, Company company, RoundListener listener) {
        this.batches = List.copyOf(batches);
        this.settings = settings;
        this.company = company;
        this.listener = listener;
    }

    /**
     * @param batches the clients' names, ascending
     * @param settings the settings in force
     * @param listener is told of every round
     * @return the rounds of clients whose rows are averaged together
     */
    public static FederatedRounds together(List<String> batches, ScBatchProxSettings settings, RoundListener listener) {
        return new FederatedRounds(batches, settings, new Company.Together(), listener);
    }

    /**
     * @param batches the arriving clients' names, ascending
     * @param settings the settings in force
     * @param frozen the training cells of earlier clients, whose rows stay as they are
     * @param listener is told of every round
     * @return the rounds of clients that arrive at earlier ones: all train side by side, and each is averaged with the earlier ones'
     *     cells alone, so that neither their order nor their company makes a difference
     */
    public static FederatedRounds arriving(
            List<String> batches, ScBatchProxSettings settings, long frozen, RoundListener listener) {
        return new FederatedRounds(batches, settings, new Company.Alone(frozen), listener);
    }

    /** What all clients do in one round, wherever they are. */
    interface LocalStep {

        /**
         * @param table the table as broadcast, a row per client, in training units
         * @param round the round's number, from 1
         * @return the clients' updates in any order; none from clients without training cells
         */
        List<ClientUpdate> run(Adapter[] table, int round);

        /** @return the cells visited in a round */
        long cellsVisited();
    }

    /**
     * The fit's outcome.
     *
     * @param table the learned table, in units of the embedding
     * @param trace one entry a round
     */
    public record Result(FilmTable table, List<RoundTrace> trace) {}

    /**
     * @param moments the moments of each client's training cells, in the order of the batches
     * @return the fit by exact local minimisers: no further pass over the cells, however many rounds
     */
    public Result solveMoments(List<Moments> moments) {
        List<Units> units = units(moments);
        return run(new MomentSolver(settings.objective(), units, moments), units);
    }

    /** @param units each client's */
    Result run(LocalStep step, List<Units> units) {
        Adapter[] table = identity(units.get(0).unit().length);
        List<RoundTrace> trace = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            long start = System.nanoTime();
            List<ClientUpdate> updates = step.run(table, round);
            Adapter[] averaged = WeightedAverage.of(table, updates, company);
            requireFinite(averaged, round);
            RoundTrace done = trace(round, updates, table, averaged, step.cellsVisited(), start);
            trace.add(done);
            listener.onRound(done, settings.rounds());
            table = averaged;
        }
        return new Result(tableOf(table, units), List.copyOf(trace));
    }

    private void requireFinite(Adapter[] table, int round) {
        for (int b = 0; b < table.length; b++) {
            if (!isFinite(table[b].gamma()) || !isFinite(table[b].beta())) {
                throw new IllegalStateException("the fit did not converge: the adapter of batch "
                        + Shown.name(batches.get(b)) + " is not finite after round " + round
                        + "; lower --learning-rate, or set --standardize if the embedding has very large values");
            }
        }
    }

    private static boolean isFinite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    /** Each client's units. */
    List<Units> units(List<Moments> moments) {
        return settings.standardize()
                ? company.pooledUnits(moments)
                : Collections.nCopies(moments.size(), Units.plain(moments.get(0).dimension()));
    }

    private Adapter[] identity(int dimension) {
        Adapter[] table = new Adapter[batches.size()];
        for (int b = 0; b < table.length; b++) {
            table[b] = Adapter.zeros(dimension);
            Arrays.fill(table[b].gamma(), 1.0);
        }
        return table;
    }

    private RoundTrace trace(
            int round, List<ClientUpdate> updates, Adapter[] before, Adapter[] after, long cells, long start) {
        double total = updates.stream().mapToLong(ClientUpdate::cells).sum();
        List<ClientUpdate> ordered = updates.stream()
                .sorted(Comparator.comparingInt(ClientUpdate::client))
                .toList();
        double objective =
                ordered.stream().mapToDouble(u -> u.loss() * u.cells() / total).sum();
        List<Double> losses = new ArrayList<>(Collections.nCopies(batches.size(), 0.0));
        ordered.forEach(update -> losses.set(update.client(), update.loss()));
        List<Double> changes = IntStream.range(0, before.length)
                .mapToObj(b -> largestChange(before[b], after[b]))
                .toList();
        ClientUpdate worst = Collections.max(ordered, Comparator.comparingDouble(ClientUpdate::loss));
        return new RoundTrace(
                round,
                objective,
                null,
                null,
                worst.loss(),
                batches.get(worst.client()),
                Collections.max(changes),
                losses,
                changes,
                null,
                null,
                null,
                null,
                cells,
                (System.nanoTime() - start) / 1e9);
    }

    private static double largestChange(Adapter before, Adapter after) {
        double largest = 0.0;
        for (int j = 0; j < before.gamma().length; j++) {
            largest = Math.max(largest, Math.abs(after.gamma()[j] - before.gamma()[j]));
            largest = Math.max(largest, Math.abs(after.beta()[j] - before.beta()[j]));
        }
        return largest;
    }

    private FilmTable tableOf(Adapter[] rows, List<Units> units) {
        double[][] gamma = new double[rows.length][];
        double[][] beta = new double[rows.length][];
        for (int b = 0; b < rows.length; b++) {
            gamma[b] = rows[b].gamma().clone();
            beta[b] = rows[b].beta().clone();
            for (int j = 0; j < beta[b].length; j++) {
                beta[b][j] *= units.get(b).unit()[j];
            }
        }
        return new FilmTable(batches, units.get(0).unit().length, gamma, beta);
    }
}
