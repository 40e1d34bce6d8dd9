package atlasprox.aligned;

import atlasprox.aligned.diversity.DiversityPressure;
import atlasprox.aligned.effect.BatchEffects;
import atlasprox.aligned.model.CentredMixture;
import atlasprox.aligned.model.ClientCentroids;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.model.Reference;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Covariates;
import atlasprox.aligned.start.DisplacementVoting;
import atlasprox.aligned.start.StartCentre;
import atlasprox.cells.BatchCensus;
import atlasprox.cells.CellBlock;
import atlasprox.cells.CellTable;
import atlasprox.cells.Census;
import atlasprox.cells.ClientLayout;
import atlasprox.cells.FitShares;
import atlasprox.cells.HeldCells;
import atlasprox.math.Centre;
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
    private final long[] sizes;
    private final Centre mean;

    /**
     * @param covariates the levels of the census's clients
     * @param census of the same cells
     */
    public SparkAlignedFit(AlignedSettings settings, Covariates covariates, CellTable cells, Census census) {
        this.settings = settings;
        this.covariates = covariates;
        this.cells = cells;
        this.census = census;
        this.batches = census.clients();
        this.sizes = census.ofClients().stream().mapToLong(BatchCensus::cells).toArray();
        this.mean = census.centre();
    }

    /**
     * The fit's outcome.
     *
     * @param mixture the learned experts, for cells about the fit's centre
     * @param reference the groups that they leave, about the same centre, to hold later batches against
     * @param trace one entry a round
     * @param still whether the rounds ended since the objective hardly fell, by the tolerance; null where that is not watched for
     * @param fitted the cells visited, in the order of the clients
     * @param effects how far the batches differ; null where that was not asked
     */
    public record Result(
            CentredMixture mixture,
            Reference reference,
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
        ClientLayout layout = new ClientLayout(batches, sizes, cells.parallelism());
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
        Centre offset = StartCentre.of(
                census.ofClients().stream().map(BatchCensus::training).toList(),
                mean,
                covariates.anchored(displacements, sizes));
        return new Started(
                blocks.map(block -> block.about(offset)),
                samples.map(sample -> sample.about(offset)),
                mean.plus(offset),
                displacements);
    }

    private Result run(Started started, double[] shares, RoundListener listener) {
        long[] fitted = fitted(started.blocks(), shares, sizes);
        Beginning begin = begin(started, shares);
        Covariates corrected =
                begin.effects() == null ? covariates : begin.effects().corrected();
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
                SparkClients.inPieces(
                        started.blocks(), new SumStep(census.ofClients(), started.centre(), settings.minCells())),
                settings.rounds(),
                listener);
        AlignedState last = rounds.state();
        return new Result(
                new CentredMixture(started.centre(), withoutFew(last.mixture(), sizes, settings)),
                last.reference(),
                rounds.trace(),
                rounds.still(),
                fitted,
                begin.effects());
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
        return new Beginning(
                prototypes,
                isGated() ? SparkBatchEffects.of(started.samples(), prototypes, covariates, settings) : null);
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

    /** What the batches' start is made of: zeros for those that nothing moves. */
    private double[][] displacements(JavaRDD<ClientSample> samples) {
        if (settings.start() == AlignedSettings.Start.NONE || batches.size() < 2) {
            return new double[batches.size()][census.dimension()];
        }
        List<ClientCentroids> centroids = SparkSamples.centroids(samples, batches.size(), settings);
        int[] telling = IntStream.range(0, sizes.length)
                .filter(b -> centroids.get(b).isTold())
                .toArray();
        double[][] shifts = new double[sizes.length][census.dimension()];
        if (telling.length > 1) {
            double[][] found = DisplacementVoting.shifts(
                    Arrays.stream(telling).mapToObj(centroids::get).toList(),
                    Arrays.stream(telling).mapToLong(b -> sizes[b]).toArray(),
                    settings.start().ratio());
            IntStream.range(0, telling.length).forEach(i -> shifts[telling[i]] = found[i]);
        }
        return shifts;
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
