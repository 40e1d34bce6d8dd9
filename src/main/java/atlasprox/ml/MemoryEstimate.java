package atlasprox.ml;

import atlasprox.aligned.PrototypeSearch;
import atlasprox.aligned.model.ClientCentroids;
import atlasprox.aligned.model.ExpertRoom;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Parts;
import atlasprox.cells.BatchCensus;
import atlasprox.cells.CellBlock;
import atlasprox.cells.Census;
import atlasprox.labels.learn.LabelFit;
import atlasprox.ml.params.RefinerParams;
import java.util.stream.IntStream;

/**
 * What a fit and a correction hold in memory at most, in bytes, from a table's sizes and the settings in force. The worst case, where every
 * batch has cells of every prototype; the only place where this is worked out. Nothing of it grows with the cells but what is spilled to disk.
 *
 * <p>aligned, with B batches, K prototypes, d dimensions and V batch columns: a mixture takes {@code M = B K (16 d + 64)}, as do the
 * clients' sums ({@link ExpertRoom}). Where a round's sums come in, the driver holds mixture and sums, and of one turn of the clients the serialised
 * mixture and the sums as added up, as sent and as received; where it solves for the next mixture this takes the place of the sums, and of several
 * columns there are the levels' means besides, {@code (V + 1) / 2 M}. Where cells are corrected an executor, or the driver in one JVM, holds mixture
 * and serialised mixture; every task of a round sums of the batches of a turn whose cells it has.
 *
 * @param driver for the driver, Spark's own objects among it
 * @param executor for what all tasks of an executor share, beside its tasks; within the driver's where there is one JVM only
 * @param fittingTask for the largest task of the fit
 * @param writingTask for the largest task that corrects and writes
 * @param cells for the cells that the fit visits, over all executors; spilled to disk where memory ends
 * @param labels of the driver's, for what labels are learned from, after the fit; 0 where none are
 */
public record MemoryEstimate(long driver, long executor, long fittingTask, long writingTask, long cells, long labels) {
    /** What Spark and the program hold before the first cell is read. */
    private static final double IDLE = 80e6;

    /** A task's page of Parquet that is read, and a row group that is written, 128 MiB at most. */
    private static final double MOST_ROWS = 168e6;

    /** Arrays' headers, and what points to them. */
    private static final double GROUP = 64.0;

    /** In how many forms a turn of the clients is there, beside what is kept of it. */
    private static final double FORMS = 4.0;

    /** A group of a batch, of which there is a count alone, or that it is told of. */
    private static final double COUNT = 100.0;

    /** A bin of a histogram of distances. */
    private static final double BIN = 80.0;

    /** Sixteen bins a doubling, of squared distances that differ by less than 2^16. */
    private static final double BINS = 256.0;

    /** Of a batch: names, sizes, traces, lines of the report. */
    private static final double BATCH = 3_000.0;

    /** Sums of a batch in the census, as pairs of doubles, with their objects. */
    private static final double CENSUS = 400.0;

    /** A cell of those that prototypes are looked for on, or a group of them, as an object. */
    private static final double SAMPLED = 100.0;

    /** Of a client trained by Adam: its cells' keys, places and order. */
    private static final double TRAINED = 48.0;

    /** Of a level: how many cells a group has, what they weigh and how far they are believed, and its part of the equations. */
    private static final double PER_GROUP = 40.0;

    private static final double ROUNDS = 5.0;

    /**
     * The sizes of a table.
     *
     * @param cells the usable cells N
     * @param dimension the number of embedding dimensions d
     * @param batches the number of batches B
     * @param largestBatch the cells of the largest batch
     * @param taskCells the most rows that one task reads
     * @param taskBatches the most batches of which one task reads rows
     */
    record Sizes(long cells, int dimension, long batches, long largestBatch, long taskCells, long taskBatches) {

        static Sizes of(Census census) {
            long largest = census.batches().values().stream()
                    .mapToLong(BatchCensus::cells)
                    .max()
                    .orElse(0L);
            return new Sizes(
                    census.cells(),
                    census.dimension(),
                    census.batches().size(),
                    largest,
                    census.largestRows(),
                    census.largestBatches());
        }

        /** Cells as they travel, with their keys. */
        double bytes(double number) {
            return number * CellBlock.bytes(dimension);
        }

        double census(long of) {
            return of * (32.0 * dimension + CENSUS);
        }

        /** Reading, correcting and writing, in either method: both embeddings, and as much again for all else. */
        double rows() {
            return Math.min(MOST_ROWS, 4.0 * bytes(taskCells));
        }
    }

    /**
     * @param refiner the settings of a run
     * @param table that it would read
     * @return what it takes
     */
    public static MemoryEstimate of(BatchRefiner refiner, FitTable table) {
        MemoryEstimate estimate = of(refiner, table.clients());
        return table.cells().isInParts()
                ? estimate.with(
                        table.parts(),
                        refiner.alignedSettings().prototypesFor(table.clients().cells()))
                : estimate;
    }

    /**
     * @param params the settings of a run
     * @param census of the table that it would read
     * @return what it takes
     */
    public static MemoryEstimate of(RefinerParams params, Census census) {
        Sizes sizes = Sizes.of(census);
        if ("scbatchprox".equals(params.getOrDefault(params.method()))) {
            boolean adam = "adam".equals(params.getOrDefault(params.solver()));
            return scBatchProx(sizes, adam, (Double) params.getOrDefault(params.trainFraction()));
        }
        return aligned(sizes, params.alignedSettings(), params.getOrDefault(params.batchCol()).length);
    }

    /** Of a table whose batches come in parts, what the server has of every level and group beside. */
    MemoryEstimate with(Parts parts, int prototypes) {
        double groups = (double) parts.strata() * prototypes;
        double levels = parts.batches() * groups * PER_GROUP;
        double unlabelled = IntStream.range(0, parts.batch().length)
                        .filter(client -> !parts.isLabelled(client))
                        .count()
                * (double) prototypes
                * parts.labels()
                * Double.BYTES;
        return new MemoryEstimate(
                (long) (driver + levels + unlabelled), executor, fittingTask, writingTask, cells, labels);
    }

    /**
     * @param refiner the settings of a run
     * @param table that it would read
     * @param labels the number of labels that its model is to tell
     * @return what it takes with the sums over labelled cells, which come in after the fit; the worst case, where every label has cells at every prototype
     */
    public MemoryEstimate withLabels(BatchRefiner refiner, FitTable table, long labels) {
        boolean aligned = "aligned".equals(refiner.getOrDefault(refiner.method()));
        int prototypes = aligned
                ? refiner.alignedSettings().prototypesFor(table.batches().cells())
                : 1;
        return withLabels(
                Sizes.of(table.batches()),
                new Labelled(table.clients().batches().size(), labels, prototypes, ModelLabels.minCells(refiner)));
    }

    /**
     * What a label head is learned from, beside the sizes of the table by its batches.
     *
     * @param clients the batches, or the parts of these that groups are counted in
     * @param labels the number of labels
     * @param prototypes that cells of a label are gathered by
     * @param minCells the least number of cells of a group; groups are counted first where it is more than 1
     */
    record Labelled(long clients, double labels, double prototypes, int minCells) {

        double groups() {
            return labels * prototypes;
        }

        /** What is kept of each group of each client that is counted, in bytes; of so many cells at most. */
        double counts(double cells) {
            return minCells > 1 ? COUNT * Math.min(clients * groups(), cells) : 0.0;
        }

        /** Which of these are told of: each has the least number of cells. */
        double told(double cells) {
            return minCells > 1 ? COUNT * Math.min(clients * groups(), cells / minCells) : 0.0;
        }

        /** Distances of each label, by batch where small groups are left out of them. */
        double distances(double batches, double cells) {
            return BIN * Math.min((minCells > 1 ? batches : 1.0) * labels * BINS, cells);
        }
    }

    /** A group is in one part alone, or has more cells: what parts there are is bounded by cells, too. */
    MemoryEstimate withLabels(Sizes sizes, Labelled of) {
        int parts = LabelFit.mostParts(sizes.dimension());
        double group = 16.0 * sizes.dimension() + GROUP;
        double products = parts * 8.0 * sizes.dimension() * sizes.dimension();
        double sums = Math.min(parts * of.groups(), sizes.cells()) * group + products;
        double ofTask = Math.min(parts * of.groups(), sizes.taskCells()) * group + products;
        double told = 2.0 * of.told(sizes.cells());
        double ofAll =
                2.0 * (Math.max(sums, of.distances(sizes.batches(), sizes.cells())) + of.counts(sizes.cells())) + told;
        double largest = Math.max(
                Math.max(ofTask, of.distances(sizes.taskBatches(), sizes.taskCells())), of.counts(sizes.taskCells()));
        return new MemoryEstimate(
                Math.max(driver, (long) (perBatch(sizes) + executor + ofAll)),
                (long) (executor + told),
                Math.max(fittingTask, (long) largest),
                writingTask,
                cells,
                (long) ofAll);
    }

    static MemoryEstimate aligned(Sizes sizes, AlignedSettings settings, int columns) {
        double visited = visited(sizes, settings);
        double sampled = Math.min(visited, PrototypeSearch.MOST_CELLS);
        double prototypes = Math.min(settings.prototypesFor(sizes.cells()), Math.max(1.0, sampled));
        double group = ExpertRoom.ofBatch(prototypes, sizes.dimension());
        double mixture = sizes.batches() * group;
        double means = columns == 1 ? 0.0 : (columns + 1) / 2.0 * mixture;
        double turn = ExpertRoom.ofTurn(mixture);
        double rounds = 2.0 * mixture + Math.max(FORMS * turn, means);
        double start = settings.start() == AlignedSettings.Start.NONE
                ? 0.0
                : sizes.batches() * ClientCentroids.bytes(sizes.dimension());
        // Groups of two cells at least, as sums and as directions, and the tiles that distances are taken in.
        double prototypeSearch = sampled / 2.0 * (24.0 * sizes.dimension() + SAMPLED);
        double taskCells = sizes.taskCells() * visited / Math.max(1L, sizes.cells());
        double fitting = Math.max(
                Math.min(turn, sizes.taskBatches() * group) + sizes.bytes(taskCells),
                sampled * (20.0 * sizes.dimension() + SAMPLED));
        // Before the first round there are samples as well, but no sums; afterwards the diversity pressure alone asks
        // for them.
        double samples = sizes.bytes(
                Math.min(visited, Math.max(sampled, (double) sizes.batches() * ClientCentroids.MOST_CELLS)));
        return new MemoryEstimate(
                (long) (perBatch(sizes) + Math.max(rounds, Math.max(start, prototypeSearch))),
                (long) (2.0 * mixture),
                (long) Math.max(sizes.census(sizes.taskBatches()), fitting),
                (long) sizes.rows(),
                (long) (sizes.bytes(visited) + (settings.theta() > 0.0 ? samples : 0.0)),
                0L);
    }

    static MemoryEstimate scBatchProx(Sizes sizes, boolean adam, double trainFraction) {
        double table = sizes.batches() * 16.0 * sizes.dimension();
        double client = adam ? trainFraction * sizes.largestBatch() * (4.0 * sizes.dimension() + TRAINED) : 0.0;
        return new MemoryEstimate(
                (long) (perBatch(sizes) + ROUNDS * table),
                (long) (2.0 * table),
                (long) Math.max(sizes.census(sizes.taskBatches()), client),
                (long) sizes.rows(),
                (long) (adam ? sizes.bytes(trainFraction * sizes.cells()) : 0.0),
                0L);
    }

    /** About as many as {@link atlasprox.cells.FitShares} draws. */
    private static double visited(Sizes sizes, AlignedSettings settings) {
        long most = settings.fitCellsFor((int) Math.min(Integer.MAX_VALUE, sizes.batches()));
        return most == 0L ? sizes.cells() : Math.min(most, sizes.cells());
    }

    private static double perBatch(Sizes sizes) {
        return IDLE + sizes.census(sizes.batches()) + sizes.batches() * (32.0 * sizes.dimension() + BATCH);
    }

    /** @return for the largest task of all */
    public long largestTask() {
        return Math.max(fittingTask, writingTask);
    }

    /**
     * @param tasks how many tasks run side by side
     * @return what all takes in one JVM
     */
    public long together(int tasks) {
        return driver + Math.max(tasks * fittingTask + cells, tasks * writingTask);
    }
}
