package atlasprox.aligned;

import atlasprox.aligned.diversity.DiversityPressure;
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
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** Fits aligned refinement to a table of cells: start by shift, prototypes, rounds. */
public final class SparkAlignedFit {
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
     * @param rounds what was learned, and how
     * @param fitted the cells visited, in the order of the clients
     */
    public record Result(AlignedRounds.Result rounds, long[] fitted) {}

    public Result run(RoundListener listener) {
        ClientLayout layout = new ClientLayout(batches, sizes, cells.parallelism());
        double[] shares = FitShares.of(census, settings.fitCellsFor(batches.size()));
        try (HeldCells<CellBlock> held = cells.shards(layout, census.dimension(), settings.seed(), shares)) {
            return run(held.cells(), shares, listener);
        }
    }

    private Result run(JavaRDD<CellBlock> blocks, double[] shares, RoundListener listener) {
        JavaPairRDD<Integer, CellSample> samples = SparkSamples.draw(blocks);
        if (settings.theta() > 0.0) {
            samples.persist(StorageLevel.MEMORY_AND_DISK());
        }
        try {
            long[] fitted = fitted(blocks, shares, sizes);
            SparkSamples clients = new SparkSamples(samples, batches.size());
            double[][] shift = startShift(clients);
            double[][] prototypes = prototypes(blocks, shift);
            DiversityPressure pressure = new DiversityPressure(settings, covariates, sizes, clients);
            AlignedRounds.Result rounds = new AlignedRounds(settings, batches, covariates, listener)
                    .run(new SparkSums(blocks, census.ofClients()), pressure, prototypes, shift);
            return new Result(rounds, fitted);
        } finally {
            samples.unpersist();
        }
    }

    /** The cells of every client that are visited. */
    static long[] fitted(JavaRDD<CellBlock> blocks, double[] shares, long[] sizes) {
        if (Arrays.stream(shares).allMatch(share -> share == 1.0)) {
            return sizes;
        }
        long[] counts = new long[sizes.length];
        blocks.mapToPair(block -> new Tuple2<>(block.client(), (long) block.size()))
                .reduceByKey(Long::sum)
                .collect()
                .forEach(client -> counts[client._1()] = client._2());
        return counts;
    }

    private double[][] startShift(SparkSamples clients) {
        if (settings.start() == AlignedSettings.Start.NONE || batches.size() < 2) {
            return new double[batches.size()][census.dimension()];
        }
        double[][] shifts = DisplacementVoting.shifts(
                clients.centroids(settings.seed()), sizes, settings.start().ratio());
        return covariates.anchored(shifts, sizes);
    }

    /** Spherical k-means on a sample of the cells fitted on, each moved by its batch's start shift. */
    private double[][] prototypes(JavaRDD<CellBlock> blocks, double[][] shift) {
        CellSample sample = blocks.mapPartitions(part ->
                        List.of(CellSample.smallest(part, PROTOTYPE_SAMPLE)).iterator())
                .treeReduce((a, b) -> a.merge(b, PROTOTYPE_SAMPLE));
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
