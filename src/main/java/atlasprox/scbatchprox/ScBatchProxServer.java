package atlasprox.scbatchprox;

import atlasprox.Shown;
import atlasprox.math.Moments;
import atlasprox.rounds.Clients;
import atlasprox.rounds.LocalClients;
import atlasprox.rounds.RoundListener;
import atlasprox.rounds.RoundTrace;
import atlasprox.rounds.Rounds;
import atlasprox.rounds.Server;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * The server's side of scBatchProx: the state is the table, a row per client in training units; it is broadcast, every client trains its
 * row, and rows are averaged by cell counts. As published, there is a fixed number of rounds, and of a client's epochs in each: the trace
 * has the largest change of the last one.
 */
public final class ScBatchProxServer implements Server<Adapter[], TableMessage, ClientUpdate> {
    private final List<String> batches;
    private final ScBatchProxSettings settings;
    private final Company company;
    private final List<Moments> moments;
    private final List<Units> units;

    private ScBatchProxServer(
            List<String> batches, ScBatchProxSettings settings, Company company, List<Moments> moments) {
        this.batches = List.copyOf(batches);
        this.settings = settings;
        this.company = company;
        this.moments = List.copyOf(moments);
        this.units = settings.standardize()
                ? company.pooledUnits(moments)
                : Collections.nCopies(moments.size(), Units.plain(moments.get(0).dimension()));
    }

    /**
     * @param batches the clients' names, ascending
     * @param settings the settings in force
     * @param moments the moments of each client's training cells, in the order of the batches; of one cell at least
     * @return the fit of clients whose rows are averaged together
     */
    public static ScBatchProxServer together(
            List<String> batches, ScBatchProxSettings settings, List<Moments> moments) {
        return new ScBatchProxServer(batches, settings, new Company.Together(), moments);
    }

    /**
     * @param batches the arriving clients' names, ascending
     * @param settings the settings in force
     * @param moments the moments of each client's training cells, in the order of the batches; of one cell at least
     * @param frozen the training cells of earlier clients, whose rows stay as they are
     * @return the fit of clients that arrive at earlier ones: all train side by side, and each is averaged with the earlier ones' cells
     *     alone, so that neither their order nor their company makes a difference
     */
    public static ScBatchProxServer arriving(
            List<String> batches, ScBatchProxSettings settings, List<Moments> moments, long frozen) {
        return new ScBatchProxServer(batches, settings, new Company.Alone(frozen), moments);
    }

    /**
     * The fit's outcome.
     *
     * @param table the learned table, in units of the embedding
     * @param trace one entry a round
     */
    public record Result(FilmTable table, List<RoundTrace> trace) {}

    /**
     * @param listener is told of every round
     * @return the fit by exact local minimisers: no further pass over the cells, however many rounds
     */
    public Result exactly(RoundListener listener) {
        List<ClientMoments> clients = IntStream.range(0, batches.size())
                .filter(b -> moments.get(b).count() > 0)
                .mapToObj(b -> ClientMoments.of(b, moments.get(b), units.get(b)))
                .toList();
        return run(new LocalClients<>(new ExactStep(settings.objective()), clients), listener);
    }

    /**
     * @param clients what brings the table to the clients that have training cells, and their updates back, for the step of {@link #adam}
     * @param listener is told of every round
     * @return the fit
     */
    Result run(Clients<TableMessage, ClientUpdate> clients, RoundListener listener) {
        Rounds.Result<Adapter[]> result = Rounds.run(this, clients, settings.rounds(), listener);
        return new Result(tableOf(result.state()), result.trace());
    }

    /** Each client's units. */
    List<Units> units() {
        return units;
    }

    /** What clients do that train by Adam. */
    AdamStep adam() {
        return new AdamStep(settings, batches, units);
    }

    @Override
    public Adapter[] begin() {
        Adapter[] table = new Adapter[batches.size()];
        for (int b = 0; b < table.length; b++) {
            table[b] = Adapter.zeros(moments.get(b).dimension());
            Arrays.fill(table[b].gamma(), 1.0);
        }
        return table;
    }

    @Override
    public TableMessage message(int round, Adapter[] table) {
        return new TableMessage(table, round);
    }

    @Override
    public Step<Adapter[]> step(int round, Adapter[] table, SortedMap<Integer, ClientUpdate> updates) {
        Adapter[] averaged = WeightedAverage.of(table, updates, company);
        requireFinite(averaged, round);
        return new Step<>(averaged, trace(round, updates, table, averaged), null);
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

    private RoundTrace trace(int round, SortedMap<Integer, ClientUpdate> updates, Adapter[] before, Adapter[] after) {
        double total = updates.values().stream().mapToLong(ClientUpdate::cells).sum();
        double objective = updates.values().stream()
                .mapToDouble(update -> update.loss() * update.cells() / total)
                .sum();
        List<Double> losses = new ArrayList<>(Collections.nCopies(batches.size(), 0.0));
        updates.forEach((client, update) -> losses.set(client, update.loss()));
        List<Double> changes = IntStream.range(0, before.length)
                .mapToObj(b -> largestChange(before[b], after[b]))
                .toList();
        int worst = Collections.max(updates.keySet(), Comparator.comparingDouble(client -> losses.get(client)));
        return new RoundTrace(
                round,
                objective,
                null,
                losses.get(worst),
                batches.get(worst),
                Collections.max(changes),
                losses,
                changes,
                Map.of(),
                Map.of(),
                updates.values().stream().mapToLong(ClientUpdate::visited).sum(),
                0.0);
    }

    private static double largestChange(Adapter before, Adapter after) {
        double largest = 0.0;
        for (int j = 0; j < before.gamma().length; j++) {
            largest = Math.max(largest, Math.abs(after.gamma()[j] - before.gamma()[j]));
            largest = Math.max(largest, Math.abs(after.beta()[j] - before.beta()[j]));
        }
        return largest;
    }

    private FilmTable tableOf(Adapter[] rows) {
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
