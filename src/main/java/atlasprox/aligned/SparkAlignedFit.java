package atlasprox.aligned;

import atlasprox.aligned.diversity.DiversityPressure;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.model.Reference;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Covariates;
import atlasprox.aligned.start.DisplacementVoting;
import atlasprox.cells.BatchCensus;
import atlasprox.cells.CellBlock;
import atlasprox.cells.CellSample;
import atlasprox.cells.CellTable;
import atlasprox.cells.Census;
import atlasprox.cells.ClientLayout;
import atlasprox.cells.FitShares;
import atlasprox.cells.HeldCells;
import atlasprox.math.KMeans;
import atlasprox.rounds.RoundListener;
import atlasprox.rounds.RoundTrace;
import atlasprox.rounds.Rounds;
import atlasprox.rounds.SparkClients;
import atlasprox.spark.JobGroup;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** Fits aligned refinement to a table of cells: start by shift, prototypes, rounds. */
public final class SparkAlignedFit {
    /** How many cells the prototypes are found on, 200 for each where there are 100. Other values: bench/constants.py. */
    public static final int PROTOTYPE_SAMPLE = 20_000;

    private final AlignedSettings settings;
    private final Covariates covariates;
    private final CellTable cells;
    private final Census census;
    private final List<String> batches;
    private final long[] sizes;

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
    }

    /**
     * The fit's outcome.
     *
     * @param mixture the learned experts
     * @param reference the groups that they leave, to hold later batches against
     * @param trace one entry a round
     * @param still whether the rounds ended since the objective hardly fell, by the tolerance; null where that is not watched for
     * @param fitted the cells visited, in the order of the clients
     */
    public record Result(
            FilmMixture mixture, Reference reference, List<RoundTrace> trace, Boolean still, long[] fitted) {}

    /**
     * @param listener is told of every round
     * @return the fit's outcome
     */
    public Result run(RoundListener listener) {
        ClientLayout layout = new ClientLayout(batches, sizes, cells.parallelism());
        double[] shares = FitShares.of(census, settings.fitCellsFor(batches.size()));
        try (HeldCells<CellBlock> held = cells.shards(layout, census.dimension(), settings.seed(), shares)) {
            return run(held.cells(), shares, listener);
        }
    }

    private Result run(JavaRDD<CellBlock> blocks, double[] shares, RoundListener listener) {
        JavaRDD<ClientSample> samples = SparkSamples.of(blocks);
        if (settings.theta() > 0.0) {
            samples.persist(StorageLevel.MEMORY_AND_DISK());
        }
        try {
            long[] fitted = fitted(blocks, shares, sizes);
            double[][] shift = startShift(samples);
            AlignedServer server = new AlignedServer(
                    settings, batches, sizes, covariates, pressure(samples), prototypes(blocks, shift), shift);
            Rounds.Result<AlignedState> rounds = Rounds.run(
                    server,
                    SparkClients.inPieces(blocks, new SumStep(census.ofClients())),
                    settings.rounds(),
                    listener);
            AlignedState last = rounds.state();
            return new Result(last.mixture(), last.reference(), rounds.trace(), rounds.still(), fitted);
        } finally {
            samples.unpersist();
        }
    }

    private DiversityPressure pressure(JavaRDD<ClientSample> samples) {
        return new DiversityPressure(
                settings,
                covariates,
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

    private double[][] startShift(JavaRDD<ClientSample> samples) {
        if (settings.start() == AlignedSettings.Start.NONE || batches.size() < 2) {
            return new double[batches.size()][census.dimension()];
        }
        double[][] shifts = DisplacementVoting.shifts(
                SparkSamples.centroids(samples, batches.size(), settings.seed()),
                sizes,
                settings.start().ratio());
        return covariates.anchored(shifts, sizes);
    }

    /** Spherical k-means on a sample of the cells fitted on, each moved by its batch's start shift. */
    private double[][] prototypes(JavaRDD<CellBlock> blocks, double[][] shift) {
        CellSample sample = JobGroup.in(blocks.context(), "sampling cells for prototypes", () -> blocks.mapPartitions(
                        part -> List.of(CellSample.smallest(part, PROTOTYPE_SAMPLE))
                                .iterator())
                .treeReduce((a, b) -> a.merge(b, PROTOTYPE_SAMPLE)));
        List<double[]> moved = sample.cells().map(cell -> moved(cell, shift)).toList();
        return KMeans.spherical(moved, settings.prototypesFor(census.cells()), settings.seed())
                .centres();
    }

    private static double[] moved(CellSample.Cell cell, double[][] shift) {
        double[] point = shift[cell.client()].clone();
        for (int j = 0; j < point.length; j++) {
            point[j] += cell.values()[j];
        }
        return point;
    }
}
