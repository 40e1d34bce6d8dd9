package atlasprox.ml;

import atlasprox.align.AgreeingStart;
import atlasprox.align.AlignedRounds;
import atlasprox.align.AlignedSettings;
import atlasprox.align.ClientCentroids;
import atlasprox.align.Covariates;
import atlasprox.align.DiversityPressure;
import atlasprox.align.KMeans;
import atlasprox.align.SparkSamples;
import atlasprox.align.SparkSums;
import atlasprox.cells.CellBlock;
import atlasprox.cells.CellSample;
import atlasprox.cells.CellTable;
import atlasprox.cells.Census;
import atlasprox.cells.ClientLayout;
import atlasprox.cells.FitShares;
import atlasprox.federate.RoundListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** Fits aligned refinement to a table of cells: start by shift, prototypes, rounds. */
final class AlignedFit {
    private static final int PROTOTYPE_SAMPLE = 20_000;

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
    AlignedFit(AlignedSettings settings, Covariates covariates, CellTable cells, Census census) {
        this.settings = settings;
        this.covariates = covariates;
        this.cells = cells;
        this.census = census;
        this.batches = census.clients();
        this.sizes = batches.stream()
                .mapToLong(batch -> census.batches().get(batch).cells())
                .toArray();
    }

    /**
     * The fit's outcome.
     *
     * @param rounds what was learned, and how
     * @param fitted the cells visited, in the order of the clients
     */
    record Result(AlignedRounds.Result rounds, long[] fitted) {}

    Result run(RoundListener listener) {
        ClientLayout layout = new ClientLayout(batches, sizes, cells.parallelism());
        double[] shares = FitShares.of(census, settings.maxFitCells());
        JavaRDD<CellBlock> blocks = cells.shards(layout, census.dimension(), settings.seed(), shares)
                .persist(StorageLevel.MEMORY_AND_DISK());
        JavaPairRDD<Integer, List<CellSample.Cell>> samples = samples(blocks);
        try {
            long[] fitted = settings.maxFitCells() == 0 ? sizes : count(blocks);
            double[][] shift = startShift(samples);
            double[][] prototypes = prototypes(blocks, shift);
            DiversityPressure pressure =
                    new DiversityPressure(settings, covariates, sizes, new SparkSamples(samples, batches.size()));
            AlignedRounds.Result rounds = new AlignedRounds(settings, batches, covariates, listener)
                    .run(new SparkSums(blocks, sizes), pressure, prototypes, shift);
            return new Result(rounds, fitted);
        } finally {
            samples.unpersist();
            blocks.unpersist();
        }
    }

    private long[] count(JavaRDD<CellBlock> blocks) {
        long[] counts = new long[batches.size()];
        blocks.mapToPair(block -> new Tuple2<>(block.client(), (long) block.size()))
                .reduceByKey(Long::sum)
                .collect()
                .forEach(client -> counts[client._1()] = client._2());
        return counts;
    }

    /** Each client's cells with the smallest keys; kept where every round looks at them. */
    private JavaPairRDD<Integer, List<CellSample.Cell>> samples(JavaRDD<CellBlock> blocks) {
        JavaPairRDD<Integer, List<CellSample.Cell>> samples = blocks.mapPartitionsToPair(AlignedFit::samples)
                .reduceByKey((a, b) -> CellSample.merge(a, b, ClientCentroids.MOST_CELLS));
        return settings.theta() > 0.0 ? samples.persist(StorageLevel.MEMORY_AND_DISK()) : samples;
    }

    private double[][] startShift(JavaPairRDD<Integer, List<CellSample.Cell>> samples) {
        if (settings.start() == AlignedSettings.Start.NONE || batches.size() < 2) {
            return new double[batches.size()][census.dimension()];
        }
        double[][] shifts =
                AgreeingStart.shifts(centroids(samples), sizes, settings.start().ratio());
        return covariates.anchored(shifts, sizes);
    }

    private List<ClientCentroids> centroids(JavaPairRDD<Integer, List<CellSample.Cell>> samples) {
        long seed = settings.seed();
        ClientCentroids[] ordered = new ClientCentroids[batches.size()];
        samples.mapValues(sample -> ClientCentroids.of(
                        sample.stream().map(CellSample.Cell::values).toList(), seed))
                .collect()
                .forEach(client -> ordered[client._1()] = client._2());
        return Arrays.asList(ordered);
    }

    private static Iterator<Tuple2<Integer, List<CellSample.Cell>>> samples(Iterator<CellBlock> blocks) {
        Map<Integer, List<CellSample.Cell>> samples = new HashMap<>();
        while (blocks.hasNext()) {
            CellBlock block = blocks.next();
            samples.merge(
                    block.client(),
                    CellSample.smallest(List.of(block).iterator(), ClientCentroids.MOST_CELLS),
                    (a, b) -> CellSample.merge(a, b, ClientCentroids.MOST_CELLS));
        }
        return samples.entrySet().stream()
                .map(client -> new Tuple2<>(client.getKey(), client.getValue()))
                .iterator();
    }

    /** Spherical k-means on a sample of the cells fitted on, each moved by its batch's start shift. */
    private double[][] prototypes(JavaRDD<CellBlock> blocks, double[][] shift) {
        List<CellSample.Cell> sample = blocks.mapPartitions(part ->
                        List.of(CellSample.smallest(part, PROTOTYPE_SAMPLE)).iterator())
                .treeReduce((a, b) -> CellSample.merge(a, b, PROTOTYPE_SAMPLE));
        List<double[]> moved = new ArrayList<>();
        for (CellSample.Cell cell : sample) {
            double[] point = shift[cell.client()].clone();
            for (int j = 0; j < point.length; j++) {
                point[j] += cell.values()[j];
            }
            moved.add(point);
        }
        return KMeans.spherical(moved, settings.prototypesFor(census.cells()), settings.seed())
                .centres();
    }
}
