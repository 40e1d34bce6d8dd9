package atlasprox.aligned;

import atlasprox.aligned.model.ClientCentroids;
import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.round.FiniteCheck;
import atlasprox.aligned.round.Objective;
import atlasprox.aligned.round.RoundFigures;
import atlasprox.aligned.round.Separation;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Parts;
import atlasprox.aligned.start.DisplacementVoting;
import atlasprox.rounds.RoundTrace;
import atlasprox.rounds.Server;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The server's side of an extension: new batches on a fixed reference. Prototypes, and the reference's groups, stay as they are, and every
 * batch that arrives is fitted to them as if it were alone with them ({@link Arrival}). Batches are visited together and solved apart, so
 * that neither their order nor their company makes a difference. For kinds that the reference lacks a batch has prototypes of its own
 * ({@link OwnPrototypes}), by which cells move with their batch; one whose cells turn out to lie at a group of the reference, once their
 * batch has moved, is given up.
 */
public final class ExtensionServer implements Server<ExtensionState, AlignedMessage, ClientSums> {
    /** Of the gap limit: a reference does not give way, so what is trusted at all is trusted to move all the way. */
    private static final double STRICTER = 0.5;

    private final AlignedSettings settings;
    private final Arriving arriving;
    private final References references;
    private final OwnPrototypes search;
    private final double[][][] own;
    private final double[][] startShift;

    /**
     * Who arrives.
     *
     * @param batches the batches' names, ascending, at least one
     * @param parts which part of which batch each client is; values have the numbers that they have in the references
     * @param sizes the clients' cell counts
     */
    record Arriving(List<String> batches, Parts parts, long[] sizes) {
        int count() {
            return batches.size();
        }

        long size(int batch) {
            return parts.sums(sizes)[batch];
        }

        <T> List<T> each(IntFunction<T> ofBatch) {
            return Arrays.stream(parts.batch()).mapToObj(ofBatch).toList();
        }
    }

    private ExtensionServer(
            AlignedSettings settings,
            Arriving arriving,
            References references,
            double[][][] own,
            double[][] startShift) {
        this.settings = settings;
        this.arriving = arriving;
        this.references = references;
        this.search = new OwnPrototypes(references.all(), settings);
        this.own = own;
        this.startShift = startShift;
    }

    /**
     * @param settings the settings in force; the diversity pressure and the early stop have no part in it
     * @param arriving who arrives
     * @param references what they are held against
     * @return their fit, before it is known where they lie
     */
    static ExtensionServer of(AlignedSettings settings, Arriving arriving, References references) {
        AlignedSettings stricter = settings.withGapLimit(STRICTER * settings.gapLimit());
        double[][] none = new double[arriving.count()][references.all().centre()[0].length];
        return new ExtensionServer(stricter, arriving, references, new double[arriving.count()][0][], none);
    }

    /**
     * @param centroids one summary per arriving client
     * @return the fit that begins with a displacement of each arriving batch which brings it onto the reference; none where none is clear
     */
    ExtensionServer startingAt(List<ClientCentroids> centroids) {
        return new ExtensionServer(settings, arriving, references, own, startShifts(centroids));
    }

    private double[][] startShifts(List<ClientCentroids> centroids) {
        double[][] shifts = new double[arriving.count()][references.all().centre()[0].length];
        if (settings.start() == AlignedSettings.Start.NONE) {
            return shifts;
        }
        int[][] parts = arriving.parts().ofBatches();
        for (int b = 0; b < shifts.length; b++) {
            Optional<ClientCentroids> here = Arrays.stream(parts[b])
                    .filter(client -> centroids.get(client).isTold())
                    .mapToObj(
                            client -> centroids.get(client).of(arriving.parts().value()[client]))
                    .reduce(ClientCentroids::with);
            Optional<ClientCentroids> there = references.centroids(values(parts[b]));
            if (here.isPresent() && there.isPresent()) {
                long[] both = {references.all().cells(), arriving.size(b)};
                double[][] found = DisplacementVoting.shifts(
                        List.of(there.get(), here.get()), both, settings.start().ratio());
                shifts[b] = Arrival.HELD_AND_FREE.anchored(found, both)[Arrival.ARRIVING];
            }
        }
        return shifts;
    }

    /** The search for prototypes of the arriving batches' own, for these to do. */
    OwnPrototypes.Message search() {
        return new OwnPrototypes.Message(search, startShift, arriving.parts().sums(arriving.sizes()));
    }

    /**
     * @param found for each arriving batch its own prototypes, unit rows of d coordinates, maybe none
     * @return the fit that begins with these
     */
    ExtensionServer with(double[][][] found) {
        return new ExtensionServer(settings, arriving, references, found, startShift);
    }

    @Override
    public ExtensionState begin() {
        List<Arrival> arrivals = IntStream.range(0, arriving.count())
                .mapToObj(b -> Arrival.beginning(references.all(), settings, own[b], startShift[b]))
                .toList();
        return new ExtensionState(
                arrivals, ofClients(arrivals), references.all().huberWeight(settings.huberCutoff()), null);
    }

    @Override
    public ExtensionState ready(int round, ExtensionState state) {
        List<Arrival> arrivals =
                state.arrivals().stream().map(arrival -> arrival.giveUp(search)).toList();
        return new ExtensionState(arrivals, ofClients(arrivals), state.huber(), state.objective());
    }

    @Override
    public AlignedMessage message(int round, ExtensionState state) {
        return new AlignedMessage(state.mixture(), state.huber());
    }

    @Override
    public Step<ExtensionState> step(int round, ExtensionState state, SortedMap<Integer, ClientSums> updates) {
        List<ClientSums> sums = ClientSums.ordered(updates, arriving.sizes());
        FiniteCheck check = new FiniteCheck(round, arriving.each(arriving.batches()::get));
        check.require(sums, state.mixture());
        int[][] parts = arriving.parts().ofBatches();
        List<Arrival> arrivals = new ArrayList<>();
        for (int b = 0; b < parts.length; b++) {
            arrivals.add(state.arrivals()
                    .get(b)
                    .solve(
                            round,
                            references.standing(),
                            settings,
                            Arrays.stream(parts[b]).mapToObj(sums::get).toList(),
                            values(parts[b])));
        }
        FilmMixture next = ofClients(arrivals);
        check.require(next);
        Objective objective = Objective.of(sums, 0, false);
        RoundTrace trace = new RoundFigures(arriving.batches(), state.mixture(), next, sums, parts)
                .trace(round, 0.0, objective, state.objective(), separation(arrivals), 0.0, Map.of());
        return new Step<>(new ExtensionState(arrivals, next, state.huber(), objective), trace, null);
    }

    private int[] values(int[] clients) {
        return Arrays.stream(clients)
                .map(client -> arriving.parts().value()[client])
                .toArray();
    }

    /** The arriving side of all pairs, for each client that of its batch. */
    private FilmMixture ofClients(List<Arrival> arrivals) {
        return mixture(arriving.each(arriving.batches()::get), arriving.each(b -> experts(arrivals.get(b))));
    }

    /**
     * @param state the last state
     * @return the arriving batches' experts
     */
    FilmMixture ofBatches(ExtensionState state) {
        return mixture(
                arriving.batches(),
                state.arrivals().stream().map(ExtensionServer::experts).toList());
    }

    private static FilmMixture.Experts experts(Arrival arrival) {
        return arrival.pair().experts(Arrival.ARRIVING);
    }

    private FilmMixture mixture(List<String> names, List<FilmMixture.Experts> experts) {
        return FilmMixture.of(names, experts, settings.sigma(), settings.innerIterations());
    }

    private Separation separation(List<Arrival> arrivals) {
        double cells = 0.0;
        double separation = 0.0;
        for (int b = 0; b < arrivals.size(); b++) {
            cells += arriving.size(b);
            separation += arriving.size(b) * arrivals.get(b).separation();
        }
        return new Separation(
                separation / cells, arrivals.stream().map(Arrival::separation).toList());
    }

    /**
     * @param state the last state
     * @return the references grown by the arriving batches' groups
     */
    References grown(ExtensionState state) {
        References grown = references;
        int[][] parts = arriving.parts().ofBatches();
        for (int b = 0; b < parts.length; b++) {
            grown = grown.with(
                    state.arrivals().get(b), values(parts[b]), references.all().prototype().length);
        }
        return grown;
    }
}
