package atlasprox.aligned;

import atlasprox.aligned.diversity.DiversityPressure;
import atlasprox.aligned.effect.BatchEffects;
import atlasprox.aligned.model.CentredMixture;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.model.Reference;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Covariates;
import atlasprox.aligned.settings.Parts;
import atlasprox.aligned.start.StartCentre;
import atlasprox.aligned.start.StartShifts;
import atlasprox.cells.BatchCensus;
import atlasprox.cells.Census;
import atlasprox.cells.FitShares;
import atlasprox.math.Centre;
import atlasprox.math.Moments;
import atlasprox.rounds.Exchanges;
import atlasprox.rounds.RoundListener;
import atlasprox.rounds.RoundTrace;
import atlasprox.rounds.Rounds;
import atlasprox.rounds.Updates;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fits aligned refinement: start by shift, prototypes, rounds. All that it learns of cells it is told in {@link AlignedExchanges}, wherever
 * they are.
 */
public final class AlignedFit {
    private final AlignedSettings settings;
    private final Covariates covariates;
    private final Census census;
    private final List<String> batches;
    private final Parts parts;
    private final List<Moments> moments;
    private final long[] sizes;
    private final double[] shares;
    private final Centre mean;

    /**
     * @param batches the batches' names, ascending
     * @param covariates the levels of the census's clients, and which part of which batch each is
     * @param census of the clients' cells
     */
    public AlignedFit(AlignedSettings settings, List<String> batches, Covariates covariates, Census census) {
        this.settings = settings;
        this.covariates = covariates;
        this.census = census;
        this.batches = batches;
        this.parts = covariates.parts();
        this.moments = census.ofClients().stream().map(BatchCensus::training).toList();
        this.sizes = census.ofClients().stream().mapToLong(BatchCensus::cells).toArray();
        this.shares = FitShares.of(census, settings.fitCellsFor(batches.size()));
        this.mean = census.centre();
    }

    /**
     * The fit's outcome.
     *
     * @param mixture the learned experts, for cells about the fit's centre
     * @param reference the groups that they leave, about the same centre, to hold later batches against
     * @param ofValues the same of the cells of each value to preserve, in the order of their numbers; none where there is one only
     * @param trace one entry a round
     * @param still whether the rounds ended since the objective hardly fell, by the tolerance; null where that is not watched for
     * @param fitted the cells visited, in the order of the batches
     * @param effects how far the batches differ; null where that was not asked
     */
    public record Result(
            CentredMixture mixture,
            Reference reference,
            List<Reference> ofValues,
            List<RoundTrace> trace,
            Boolean still,
            long[] fitted,
            BatchEffects effects) {}

    /**
     * @param clients the clients
     * @param listener is told of every round
     * @return the fit's outcome
     */
    public Result run(Exchanges clients, RoundListener listener) {
        Started started = started(clients);
        Beginning begin = begin(clients, started);
        Covariates corrected =
                begin.effects() == null ? covariates : begin.effects().corrected(covariates);
        AlignedServer server = new AlignedServer(
                settings,
                batches,
                sizes,
                corrected,
                new DiversityPressure(settings, corrected, sizes, clients.clients(AlignedExchanges.PRESSURE)),
                begin.prototypes(),
                corrected.anchored(started.displacements(), sizes));
        Rounds.Result<AlignedState> rounds =
                Rounds.run(server, clients.clients(AlignedExchanges.SUMS), settings.rounds(), listener);
        AlignedState last = rounds.state();
        return new Result(
                new CentredMixture(
                        started.centre(), withoutFew(ofBatches(last.mixture()), parts.sums(told()), settings)),
                last.reference(),
                last.ofValues(),
                rounds.trace(),
                rounds.still(),
                started.fitted(),
                begin.effects());
    }

    /**
     * @param clients the clients
     * @return how far the batches differ; null where that is not asked, as of a single batch
     */
    public BatchEffects effects(Exchanges clients) {
        return isGated() ? begin(clients, started(clients)).effects() : null;
    }

    /**
     * The cells that are fitted on are about the centre that they have once the start has moved their batches.
     *
     * @param fitted how many they are, in the order of the batches
     * @param displacements of the batches by the start, as if none were held
     */
    private record Started(long[] fitted, Centre centre, double[][] displacements) {}

    /** Takes cells that come about the mean of all about the start's centre. */
    private Started started(Exchanges clients) {
        List<Long> fitted = Updates.ofAll(
                clients.exchange(AlignedExchanges.TAKE, "reading the cells to fit on", taking()), sizes.length);
        double[][] displacements = displacements(clients);
        double[][] starts = covariates.anchored(displacements, sizes);
        Centre offset = StartCentre.of(
                Arrays.stream(parts.ofBatches()).map(this::moments).toList(),
                mean,
                Arrays.stream(parts.ofBatches()).map(part -> starts[part[0]]).toArray(double[][]::new));
        clients.exchange(AlignedExchanges.MOVE, "taking the cells about their centre", offset);
        return new Started(
                parts.sums(fitted.stream().mapToLong(Long::longValue).toArray()), mean.plus(offset), displacements);
    }

    private AlignedExchanges.Taking taking() {
        return new AlignedExchanges.Taking(
                shares,
                mean,
                Arrays.stream(PrototypeSearch.looked(visited(), settings.minCells()))
                        .max()
                        .orElseThrow());
    }

    /** Of all cells of a batch that its parts tell of. */
    private Moments moments(int[] batch) {
        Moments all = new Moments(census.dimension());
        Arrays.stream(batch).forEach(client -> all.merge(moments.get(client)));
        return all;
    }

    /** The experts of the clients by batches: all parts of one have the same. */
    private FilmMixture ofBatches(FilmMixture mixture) {
        if (parts.areWhole()) {
            return mixture;
        }
        return FilmMixture.of(
                batches,
                Arrays.stream(parts.ofBatches())
                        .map(part -> mixture.experts(part[0]))
                        .toList(),
                settings.sigma(),
                settings.innerIterations());
    }

    /** The mixture, under which clients of too few cells to tell of stay as they are. */
    static FilmMixture withoutFew(FilmMixture mixture, long[] sizes, AlignedSettings settings) {
        if (Arrays.stream(sizes).allMatch(size -> size >= settings.minCells())) {
            return mixture;
        }
        FilmMixture still = FilmMixture.shifting(
                mixture.batches(),
                mixture.prototypes(0),
                new double[sizes.length][mixture.dimension()],
                settings.sigma(),
                settings.innerIterations());
        return FilmMixture.of(
                mixture.batches(),
                IntStream.range(0, sizes.length)
                        .mapToObj(b -> (sizes[b] < settings.minCells() ? still : mixture).experts(b))
                        .toList(),
                settings.sigma(),
                settings.innerIterations());
    }

    /** What is found out before the first round. */
    private record Beginning(double[][] prototypes, BatchEffects effects) {}

    private Beginning begin(Exchanges clients, Started started) {
        double[][] prototypes = prototypes(clients, covariates.anchored(started.displacements(), sizes));
        return new Beginning(
                prototypes, isGated() ? EffectQuestions.of(clients, prototypes, covariates, settings) : null);
    }

    private boolean isGated() {
        return settings.falseAlarms() < 1.0 && batches.size() > 1;
    }

    /** Of how many of its cells each client tells. */
    private long[] told() {
        return moments.stream().mapToLong(Moments::count).toArray();
    }

    /** What the batches' start is made of: zeros for those that nothing moves. */
    private double[][] displacements(Exchanges clients) {
        if (settings.start() == AlignedSettings.Start.NONE || batches.size() < 2) {
            return new double[sizes.length][census.dimension()];
        }
        return StartShifts.of(
                parts,
                moments,
                mean,
                sizes,
                () -> Updates.ofAll(
                        clients.exchange(AlignedExchanges.CENTROIDS, "looking where batches lie", settings.seed()),
                        sizes.length),
                settings.start().ratio());
    }

    /** Spherical k-means on some of the cells fitted on, each moved by its batch's start shift. */
    private double[][] prototypes(Exchanges clients, double[][] shift) {
        int wanted = settings.prototypesFor(census.cells());
        return Prototypes.of(
                clients, PrototypeSearch.of(visited(), shift, wanted, settings.minCells()), settings.seed());
    }

    /** How many cells of each client are visited, about. */
    private double[] visited() {
        return IntStream.range(0, shares.length)
                .mapToDouble(b -> shares[b] * sizes[b])
                .toArray();
    }
}
