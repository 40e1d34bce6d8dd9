package atlasprox.scfedvi;

import atlasprox.Shown;
import atlasprox.rounds.Clients;
import atlasprox.rounds.RoundListener;
import atlasprox.rounds.RoundTrace;
import atlasprox.rounds.Rounds;
import atlasprox.rounds.Server;
import atlasprox.scfedvi.ScFedViMessage.Task;
import atlasprox.scfedvi.adam.Learned;
import atlasprox.scfedvi.net.NetworkBlocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * The server's side of scFedVI (Mokhber, Gargoori Motlagh and Khalaj): weights and both of Adam's moments are averaged over clients by their cells
 * after each round; a batch's vector over that batch's cells alone. The fit ends early where the loss of all cells held out, which is one exact sum whoever
 * adds to it, falls no more.
 */
public final class ScFedViServer implements Server<ScFedViState, ScFedViMessage, ScFedViUpdate> {
    /** The figure of the Kullback-Leibler divergence of training cells. */
    public static final String DIVERGENCE = "divergence";

    /** The figure of the loss of the cells held out, by the weights that a round began with. */
    public static final String HELD_OUT = "heldOut";

    private final ScFedViSettings settings;
    private final List<String> clients;
    private final List<String> batches;
    private final CellNumbers cells;
    private final ScFedViModel start;
    private final Task task;

    private ScFedViServer(
            ScFedViSettings settings,
            List<String> clients,
            List<String> batches,
            CellNumbers cells,
            ScFedViModel start,
            Task task) {
        this.settings = settings;
        this.clients = List.copyOf(clients);
        this.batches = List.copyOf(batches);
        this.cells = cells;
        this.start = start;
        this.task = task;
    }

    /**
     * @param settings the settings in force
     * @param genes the names of the genes, in the order of the numbers that cells have
     * @param clients the clients' names, in the order of their numbers
     * @param batches the batches' names, in the order of their numbers
     * @param cells how many cells of each there are, of the clients' shards
     * @return the fit of all weights
     */
    public static ScFedViServer of(
            ScFedViSettings settings,
            List<String> genes,
            List<String> clients,
            List<String> batches,
            CellNumbers cells) {
        ScFedViModel start = new ScFedViModel(
                genes, settings, NetworkBlocks.begin(settings.shape(), genes.size(), settings.seed()), Map.of());
        return new ScFedViServer(settings, clients, batches, cells, start, Task.TRAIN);
    }

    /**
     * @param model what is known, which stays as it is
     * @param settings of the new fit, for a network of the model's shape
     * @param clients the new clients' names, in the order of their numbers
     * @param batches the names of the new batches, in the order of their numbers; none that the model knows
     * @param cells how many cells of each there are
     * @return the fit of the new batches' vectors, each of which begins in the middle of those that are known
     * @throws IllegalArgumentException if the model's decoder has no vectors, or the settings are for another shape
     */
    public static ScFedViServer arriving(
            ScFedViModel model,
            ScFedViSettings settings,
            List<String> clients,
            List<String> batches,
            CellNumbers cells) {
        if (!model.settings().batchVectors()) {
            throw new IllegalArgumentException("the model decodes all batches alike, so there is nothing to train");
        }
        if (!settings.batchVectors()
                || !settings.shape().equals(model.settings().shape())) {
            throw new IllegalArgumentException("the model is of another shape");
        }
        return new ScFedViServer(settings, clients, batches, cells, model, Task.TRAIN_VECTORS);
    }

    /**
     * The fit's outcome.
     *
     * @param model what was learned; of arriving batches, the one that they arrived at, with their vectors
     * @param trace one entry a round
     * @param still whether the rounds ended since the loss of cells held out fell no more; null where that is not watched
     * @param heldOut by the model, of clients that have cells held out and tell their loss apart, by their names, the loss of these
     */
    public record Result(
            ScFedViModel model, List<RoundTrace> trace, Boolean still, SortedMap<String, Double> heldOut) {}

    /**
     * @param all what brings messages to the clients and their updates back, for {@link #step()}
     * @param listener is told of every round
     * @return the fit
     * @throws IllegalStateException if a client's numbers have run away
     */
    public Result run(Clients<ScFedViMessage, ScFedViUpdate> all, RoundListener listener) {
        Rounds.Result<ScFedViState> result = Rounds.run(this, all, settings.rounds(), listener);
        return new Result(
                model(result.state()),
                result.trace(),
                result.still(),
                heldOut(result.state(), all, result.trace().size()));
    }

    /** @return what clients do */
    public ScFedViStep step() {
        return new ScFedViStep(settings);
    }

    @Override
    public ScFedViState begin() {
        int vectors = settings.batchVectors() ? batches.size() : 0;
        return new ScFedViState(
                Learned.fresh(start.weights()),
                IntStream.range(0, vectors)
                        .mapToObj(batch -> Learned.fresh(NetworkBlocks.vector(vector(batch))))
                        .toList());
    }

    private float[] vector(int batch) {
        return task == Task.TRAIN
                ? NetworkBlocks.beginVector(settings.shape(), batches.size(), batch, settings.seed())
                : middle();
    }

    /** The mean of the known batches' vectors. */
    private float[] middle() {
        float[] middle = new float[settings.shape().vectorLength()];
        start.vectors().values().forEach(vector -> {
            for (int j = 0; j < middle.length; j++) {
                middle[j] += vector[j] / start.vectors().size();
            }
        });
        return middle;
    }

    @Override
    public ScFedViMessage message(int round, ScFedViState state) {
        return new ScFedViMessage(round, task, state.shared(), state.vectors(), cells);
    }

    @Override
    public Step<ScFedViState> step(int round, ScFedViState state, SortedMap<Integer, ScFedViUpdate> updates) {
        ScFedViUpdate all = ScFedViUpdate.all(updates);
        requireSound(round, all.clients());
        Learned shared = all.shared(state.shared());
        List<Learned> vectors = IntStream.range(0, state.vectors().size())
                .mapToObj(batch -> all.vector(batch, state.vectors().get(batch)))
                .toList();
        double held = cells.allHeld() > 0L ? FixedPoint.value(all.held()) : Double.NaN;
        ScFedViState next = state.next(shared, vectors, held);
        Boolean still = watches() ? next.since() >= settings.patience() : null;
        return new Step<>(next, trace(round, all.clients(), held, Change.largest(state, next)), still);
    }

    private boolean watches() {
        return settings.patience() > 0 && cells.allHeld() > 0L;
    }

    private void requireSound(int round, SortedMap<Integer, ClientFigures> figures) {
        figures.forEach((client, its) -> {
            if (its.diverged() != null) {
                throw new IllegalStateException(
                        "the fit did not converge: in round " + round + " client "
                                + Shown.name(clients.get(client)) + " had a loss of " + its.diverged()
                                + "; lower --learning-rate, or leave its cells out if their counts are not what they should be");
            }
        });
    }

    private RoundTrace trace(int round, SortedMap<Integer, ClientFigures> figures, double held, double change) {
        List<Double> losses = ofClients(figures, inFixedPoint(ClientFigures::loss), cells.training());
        int worst = IntStream.range(0, clients.size())
                .filter(client -> cells.training()[client] > 0L)
                .boxed()
                .max((one, other) -> Double.compare(losses.get(one), losses.get(other)))
                .orElseThrow();
        Map<String, Double> own = new TreeMap<>();
        Map<String, List<Double>> ownOfClients = new TreeMap<>();
        own.put(DIVERGENCE, mean(figures, ClientFigures::divergence, cells.training()));
        ownOfClients.put(DIVERGENCE, ofClients(figures, inFixedPoint(ClientFigures::divergence), cells.training()));
        if (cells.allHeld() > 0L) {
            own.put(HELD_OUT, held);
            ownOfClients.put(HELD_OUT, ofClients(figures, inFixedPoint(ClientFigures::held), heldApart()));
        }
        return new RoundTrace(
                round,
                mean(figures, ClientFigures::loss, cells.training()),
                null,
                losses.get(worst),
                clients.get(worst),
                change,
                losses,
                ofClients(figures, ClientFigures::change, cells.training()),
                own,
                ownOfClients,
                settings.localEpochs() * Arrays.stream(cells.training()).sum(),
                0.0);
    }

    private long[] heldApart() {
        return IntStream.range(0, clients.size()).mapToLong(cells::heldApart).toArray();
    }

    private static ToDoubleFunction<ClientFigures> inFixedPoint(ToLongFunction<ClientFigures> figure) {
        return its -> FixedPoint.value(figure.applyAsLong(its));
    }

    /** Each client's figure; NaN where it has no such cells. */
    private List<Double> ofClients(
            SortedMap<Integer, ClientFigures> figures, ToDoubleFunction<ClientFigures> figure, long[] numbers) {
        List<Double> all = new ArrayList<>(Collections.nCopies(clients.size(), Double.NaN));
        figures.forEach((client, its) -> {
            if (numbers[client] > 0L) {
                all.set(client, figure.applyAsDouble(its));
            }
        });
        return all;
    }

    /** The mean over all clients' cells; NaN where they have none. */
    private double mean(
            SortedMap<Integer, ClientFigures> figures, ToLongFunction<ClientFigures> figure, long[] numbers) {
        double all = Arrays.stream(numbers).sum();
        double sum = 0.0;
        for (Map.Entry<Integer, ClientFigures> client : figures.entrySet()) {
            sum += FixedPoint.value(figure.applyAsLong(client.getValue())) * numbers[client.getKey()];
        }
        return sum / all;
    }

    private SortedMap<String, Double> heldOut(
            ScFedViState state, Clients<ScFedViMessage, ScFedViUpdate> all, int round) {
        ScFedViMessage measure = new ScFedViMessage(round, Task.MEASURE, state.shared(), state.vectors(), cells);
        SortedMap<Integer, ClientFigures> figures = ScFedViUpdate.all(all.exchange("loss of cells held out", measure))
                .clients();
        requireSound(round, figures);
        SortedMap<String, Double> losses = new TreeMap<>();
        figures.forEach((client, its) -> {
            if (cells.heldApart(client) > 0L) {
                losses.put(clients.get(client), FixedPoint.value(its.held()));
            }
        });
        return losses;
    }

    private ScFedViModel model(ScFedViState state) {
        Map<String, float[]> vectors = new TreeMap<>();
        for (int batch = 0; batch < state.vectors().size(); batch++) {
            vectors.put(batches.get(batch), state.vectors().get(batch).values().row(NetworkBlocks.VECTOR));
        }
        return task == Task.TRAIN
                ? new ScFedViModel(start.genes(), settings, state.shared().values(), vectors)
                : start.with(vectors);
    }
}
