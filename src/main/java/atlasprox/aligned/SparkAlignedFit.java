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
import atlasprox.cells.CellBlock;
import atlasprox.cells.CellTable;
import atlasprox.cells.Census;
import atlasprox.cells.ClientLayout;
import atlasprox.cells.FitShares;
import atlasprox.cells.HeldCells;
import atlasprox.math.Centre;
import atlasprox.math.Moments;
import atlasprox.rounds.RoundListener;
import atlasprox.rounds.RoundTrace;
import atlasprox.rounds.Rounds;
import atlasprox.rounds.SparkClients;
import atlasprox.spark.JobGroup;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** Fits aligned refinement to a table of cells: start by shift, prototypes, rounds. */
public final class SparkAlignedFit {
    private final AlignedSettings settings;
    private final Covariates covariates;
    private final CellTable cells;
    private final Census census;
    private final List<String> batches;
    private final Parts parts;
    private final List<BatchCensus> clients;
    private final long[] sizes;
    private final Centre mean;

    /**
     * @param batches the batches' names, ascending
     * @param covariates the levels of the census's clients, and which part of which batch each is
     * @param census of the same cells
     */
    public SparkAlignedFit(
            AlignedSettings settings, List<String> batches, Covariates covariates, CellTable cells, Census census) {
        this.settings = settings;
        this.covariates = covariates;
        this.cells = cells;
        this.census = census;
        this.batches = batches;
        this.parts = covariates.parts();
        this.clients = census.ofClients();
        this.sizes = clients.stream().mapToLong(BatchCensus::cells).toArray();
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
     * @param listener is told of every round
     * @return the fit's outcome
     */
    public Result run(RoundListener listener) {
        double[] shares = shares();
        return onCells(shares, started -> run(started, shares, listener));
    }

    /** @return how far the batches differ; null where that is not asked, as of a single batch */
    public BatchEffects effects() {
        double[] shares = shares();
        return isGated() ? onCells(shares, started -> begin(started, shares).effects()) : null;
    }

    private double[] shares() {
        return FitShares.of(census, settings.fitCellsFor(batches.size()));
    }

    /**
     * The cells that are fitted on, and a sample of each client's, about the centre that they have once the start has moved their batches.
     *
     * @param displacements of the batches by the start, as if none were held
     */
    private record Started(
            JavaRDD<CellBlock> blocks, JavaRDD<ClientSample> samples, Centre centre, double[][] displacements) {}

    private <T> T onCells(double[] shares, Function<Started, T> work) {
        ClientLayout layout = new ClientLayout(census.clients(), sizes, cells.parallelism());
        try (HeldCells<CellBlock> held = cells.shards(layout, census.dimension(), settings.seed(), shares, mean)) {
            int most = Arrays.stream(PrototypeSearch.looked(visited(shares), settings.minCells()))
                    .max()
                    .orElseThrow();
            JavaRDD<ClientSample> samples =
                    SparkSamples.of(held.cells(), layout, most).persist(StorageLevel.MEMORY_AND_DISK());
            try {
                return work.apply(started(held.cells(), samples));
            } finally {
                samples.unpersist();
            }
        }
    }

    /** Takes cells that come about the mean of all about the start's centre. */
    private Started started(JavaRDD<CellBlock> blocks, JavaRDD<ClientSample> samples) {
        double[][] displacements = displacements(samples);
        double[][] starts = covariates.anchored(displacements, sizes);
        Centre offset = StartCentre.of(
                Arrays.stream(parts.ofBatches()).map(this::moments).toList(),
                mean,
                Arrays.stream(parts.ofBatches()).map(part -> starts[part[0]]).toArray(double[][]::new));
        return new Started(
                blocks.map(block -> block.about(offset)),
                samples.map(sample -> sample.about(offset)),
                mean.plus(offset),
                displacements);
    }

    /** Of all cells of a batch that its parts tell of. */
    private Moments moments(int[] batch) {
        Moments all = new Moments(census.dimension());
        Arrays.stream(batch).forEach(client -> all.merge(clients.get(client).training()));
        return all;
    }

    private Result run(Started started, double[] shares, RoundListener listener) {
        long[] fitted = parts.sums(fitted(started.blocks(), shares, sizes));
        Beginning begin = begin(started, shares);
        Covariates corrected =
                begin.effects() == null ? covariates : begin.effects().corrected(covariates);
        AlignedServer server = new AlignedServer(
                settings,
                batches,
                sizes,
                corrected,
                pressure(started.samples(), corrected),
                begin.prototypes(),
                corrected.anchored(started.displacements(), sizes));
        Rounds.Result<AlignedState> rounds = Rounds.run(
                server,
                SparkClients.inPieces(started.blocks(), new SumStep(clients, started.centre(), settings.minCells())),
                settings.rounds(),
                listener);
        AlignedState last = rounds.state();
        return new Result(
                new CentredMixture(
                        started.centre(), withoutFew(ofBatches(last.mixture()), parts.sums(told()), settings)),
                last.reference(),
                last.ofValues(),
                rounds.trace(),
                rounds.still(),
                fitted,
                begin.effects());
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

    private Beginning begin(Started started, double[] shares) {
        double[][] prototypes =
                prototypes(started.samples(), shares, covariates.anchored(started.displacements(), sizes));
        return new Beginning(prototypes, isGated() ? effects(started.samples(), prototypes, shares) : null);
    }

    /** Asked of the cells of a batch and a value together, whatever their labels. */
    private BatchEffects effects(JavaRDD<ClientSample> samples, double[][] prototypes, double[] shares) {
        int[] numbers = parts.withoutLabels();
        return SparkBatchEffects.of(
                parts.areWhole() ? samples : SparkSamples.joined(samples, shares, numbers),
                prototypes,
                covariates.joined(numbers),
                settings);
    }

    private boolean isGated() {
        return settings.falseAlarms() < 1.0 && batches.size() > 1;
    }

    private DiversityPressure pressure(JavaRDD<ClientSample> samples, Covariates corrected) {
        return new DiversityPressure(
                settings,
                corrected,
                sizes,
                SparkClients.whole(samples, (epoch, sample) -> epoch.run(sample.client(), sample.values())));
    }

    /** The cells of every client that are visited. */
    static long[] fitted(JavaRDD<CellBlock> blocks, double[] shares, long[] sizes) {
        if (Arrays.stream(shares).allMatch(share -> share == 1.0)) {
            return sizes;
        }
        long[] counts = new long[sizes.length];
        JobGroup.in(blocks.context(), "reading the cells to fit on", () -> blocks.mapToPair(
                                block -> new Tuple2<>(block.client(), (long) block.size()))
                        .reduceByKey(Long::sum)
                        .collect())
                .forEach(client -> counts[client._1()] = client._2());
        return counts;
    }

    /** Of how many of its cells each client tells. */
    private long[] told() {
        return clients.stream().mapToLong(client -> client.training().count()).toArray();
    }

    /** What the batches' start is made of: zeros for those that nothing moves. */
    private double[][] displacements(JavaRDD<ClientSample> samples) {
        if (settings.start() == AlignedSettings.Start.NONE || batches.size() < 2) {
            return new double[sizes.length][census.dimension()];
        }
        List<Moments> told = clients.stream().map(BatchCensus::training).toList();
        return StartShifts.of(
                parts,
                told,
                mean,
                sizes,
                () -> SparkSamples.centroids(samples, sizes.length, settings),
                settings.start().ratio());
    }

    /** Spherical k-means on some of the cells fitted on, each moved by its batch's start shift. */
    private double[][] prototypes(JavaRDD<ClientSample> samples, double[] shares, double[][] shift) {
        int wanted = settings.prototypesFor(census.cells());
        return SparkPrototypes.of(
                samples, PrototypeSearch.of(visited(shares), shift, wanted, settings.minCells()), settings.seed());
    }

    /** How many cells of each client are visited, about. */
    private double[] visited(double[] shares) {
        return IntStream.range(0, shares.length)
                .mapToDouble(b -> shares[b] * sizes[b])
                .toArray();
    }
}
