package atlasprox.aligned;

import atlasprox.aligned.model.ClientCentroids;
import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.model.Reference;
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
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
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
    private final List<String> arriving;
    private final long[] sizes;
    private final Reference reference;
    private final OwnPrototypes search;
    private final double[][][] own;
    private final double[][] startShift;

    private ExtensionServer(
            AlignedSettings settings,
            List<String> arriving,
            long[] sizes,
            Reference reference,
            double[][][] own,
            double[][] startShift) {
        this.settings = settings;
        this.arriving = List.copyOf(arriving);
        this.sizes = sizes.clone();
        this.reference = reference;
        this.search = new OwnPrototypes(reference, settings);
        this.own = own;
        this.startShift = startShift;
    }

    /**
     * @param settings the settings in force; the diversity pressure and the early stop have no part in it
     * @param arriving the arriving clients' names, ascending, at least one
     * @param sizes the arriving clients' cell counts
     * @param reference what they are held against
     * @return their fit, before it is known where they lie
     */
    static ExtensionServer of(AlignedSettings settings, List<String> arriving, long[] sizes, Reference reference) {
        AlignedSettings stricter = settings.withGapLimit(STRICTER * settings.gapLimit());
        double[][] none = new double[sizes.length][reference.centre()[0].length];
        return new ExtensionServer(stricter, arriving, sizes, reference, new double[sizes.length][0][], none);
    }

    /**
     * @param centroids one summary per arriving client
     * @return the fit that begins with a displacement of each arriving client which brings it onto the reference; none where none is clear
     */
    ExtensionServer startingAt(List<ClientCentroids> centroids) {
        return new ExtensionServer(settings, arriving, sizes, reference, own, startShifts(centroids));
    }

    private double[][] startShifts(List<ClientCentroids> centroids) {
        double[][] shifts = new double[sizes.length][reference.centre()[0].length];
        ClientCentroids there = reference.centroids();
        for (int b = 0; b < shifts.length && settings.start() != AlignedSettings.Start.NONE; b++) {
            if (!centroids.get(b).isTold()) {
                continue;
            }
            long[] both = {reference.cells(), sizes[b]};
            double[][] found = DisplacementVoting.shifts(
                    List.of(there, centroids.get(b)), both, settings.start().ratio());
            shifts[b] = Arrival.HELD_AND_FREE.anchored(found, both)[Arrival.ARRIVING];
        }
        return shifts;
    }

    /** The search for prototypes of the arriving clients' own, for the clients to do. */
    OwnPrototypes.Message search() {
        return new OwnPrototypes.Message(search, startShift, sizes);
    }

    /**
     * @param found for each arriving client its own prototypes, unit rows of d coordinates, maybe none
     * @return the fit that begins with these
     */
    ExtensionServer with(double[][][] found) {
        return new ExtensionServer(settings, arriving, sizes, reference, found, startShift);
    }

    @Override
    public ExtensionState begin() {
        List<Arrival> arrivals = IntStream.range(0, sizes.length)
                .mapToObj(b -> Arrival.beginning(reference, settings, own[b], startShift[b]))
                .toList();
        return new ExtensionState(arrivals, together(arrivals), reference.huberWeight(settings.huberCutoff()), null);
    }

    @Override
    public ExtensionState ready(int round, ExtensionState state) {
        List<Arrival> arrivals =
                state.arrivals().stream().map(arrival -> arrival.giveUp(search)).toList();
        return new ExtensionState(arrivals, together(arrivals), state.huber(), state.objective());
    }

    @Override
    public AlignedMessage message(int round, ExtensionState state) {
        return new AlignedMessage(state.mixture(), state.huber());
    }

    @Override
    public Step<ExtensionState> step(int round, ExtensionState state, SortedMap<Integer, ClientSums> updates) {
        List<ClientSums> sums = ClientSums.ordered(updates, sizes);
        FiniteCheck check = new FiniteCheck(round, arriving);
        check.require(sums, state.mixture());
        List<Arrival> arrivals = new ArrayList<>();
        for (int b = 0; b < sizes.length; b++) {
            arrivals.add(state.arrivals().get(b).solve(round, reference, settings, sums.get(b)));
        }
        FilmMixture next = together(arrivals);
        check.require(next);
        Objective objective = Objective.of(sums, 0, false);
        RoundTrace trace = new RoundFigures(arriving, state.mixture(), next, sums, Parts.whole(sizes.length).ofBatches())
                .trace(round, 0.0, objective, state.objective(), separation(arrivals), 0.0, Map.of());
        return new Step<>(new ExtensionState(arrivals, next, state.huber(), objective), trace, null);
    }

    /** The arriving clients' side of all pairs. */
    private FilmMixture together(List<Arrival> arrivals) {
        return FilmMixture.of(
                arriving,
                arrivals.stream()
                        .map(arrival -> arrival.pair().experts(Arrival.ARRIVING))
                        .toList(),
                settings.sigma(),
                settings.innerIterations());
    }

    private Separation separation(List<Arrival> arrivals) {
        double cells = 0.0;
        double separation = 0.0;
        for (int b = 0; b < sizes.length; b++) {
            cells += sizes[b];
            separation += sizes[b] * arrivals.get(b).separation();
        }
        return new Separation(
                separation / cells, arrivals.stream().map(Arrival::separation).toList());
    }

    /**
     * @param state the last state
     * @return the reference grown by the arriving clients' groups
     */
    Reference grown(ExtensionState state) {
        Reference grown = reference;
        for (Arrival arrival : state.arrivals()) {
            grown = grown.with(arrival.groups(), reference.prototype().length);
        }
        return grown;
    }
}
