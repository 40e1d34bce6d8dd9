package atlasprox.cells;

import atlasprox.BadDataException;
import atlasprox.math.Centre;
import atlasprox.read.table.BareRows;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.EmbeddingColumn;
import atlasprox.read.table.Identifiers;
import atlasprox.read.table.PartNames;
import atlasprox.sample.CellKeys;
import atlasprox.spark.JobGroup;
import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** The cells of a table as fitting sees them: batch, embedding and what they are drawn by, nothing else. Every method is a Spark job over the table. */
public final class CellTable {
    /** The relative standard deviation that Spark's count of distinct batches is asked for; eight of them it is never off by. */
    private static final double SKETCH_DEVIATION = 0.01;

    private static final double SKETCH_ERROR = 8.0 * SKETCH_DEVIATION;

    /** The place of the hash that a cell is drawn by. */
    static final int DRAWN_BY = 2;

    /** Of more parts, several tasks merge some each before one merges the rest. */
    private static final int MERGED_AT_ONCE = 16;

    /** A round's visit to so many cells takes about as long as a task takes to start, 10 ms: fewer are not worth one. */
    private static final int CELLS_PER_TASK = 10_000;

    private final Dataset<Row> table;
    private final Dataset<Row> cells;
    private final EmbeddingColumn embedding;
    private final BatchColumn batch;
    private final boolean parts;
    private final Column part;

    /** Cells that are drawn by their coordinates. */
    public CellTable(Dataset<Row> table, EmbeddingColumn embedding, BatchColumn batch) {
        this(table, embedding, batch, Optional.empty());
    }

    /** Cells of whole batches. */
    public CellTable(Dataset<Row> table, EmbeddingColumn embedding, BatchColumn batch, Optional<String> drawnBy) {
        this(table, embedding, batch, drawnBy, Optional.empty());
    }

    /**
     * @param table any table
     * @param embedding its embedding
     * @param batch its batch columns
     * @param drawnBy the id column by which cells are drawn, whatever their coordinates; those that have no id, by these
     * @param part where batches come in parts, the name of the part that a cell is of ({@link PartNames}), which the census and clients are by
     */
    public CellTable(
            Dataset<Row> table,
            EmbeddingColumn embedding,
            BatchColumn batch,
            Optional<String> drawnBy,
            Optional<Column> part) {
        this.table = table;
        this.parts = part.isPresent();
        this.part = part.orElse(batch.name());
        this.cells = table.select(
                this.part,
                embedding.asFloats(),
                drawnBy.map(Identifiers::hash).orElse(functions.lit(null).cast(DataTypes.LongType)));
        this.embedding = embedding;
        this.batch = batch;
    }

    /**
     * @return the number of embedding dimensions d, read off one cell
     * @throws BadDataException if no row has an embedding of at least one dimension
     */
    public int dimension() {
        List<Integer> first = JobGroup.in(context().sc(), "looking for a cell", () -> BareRows.of(cells)
                .mapPartitions(CellTable::firstLength)
                .take(1));
        if (first.isEmpty()) {
            throw new BadDataException(
                    "the table has no cell with an embedding '"
                            + embedding.name()
                            + "' of at least one dimension; check that the input has rows and that this is the right --embedding");
        }
        return first.get(0);
    }

    /**
     * One pass: sizes, defects and moments of every batch.
     *
     * @param dimension the number of dimensions d that cells must have
     * @param seed the run's seed, by which the training split and the cells to fit on are decided
     * @param trainFraction the share of cells in the training split, in (0, 1]
     * @param minCells the least number of cells whose moments a batch tells of, at least 1
     * @return the census of all rows
     */
    public Census census(int dimension, long seed, double trainFraction, int minCells) {
        return census(new Census(dimension), seed, trainFraction, minCells);
    }

    /**
     * The same for a batch column that may hold anything. Where it has more values than a limited census holds, they are counted first, in
     * memory that does not grow with them, and refused where they are too many: a pass more, or two where it is a close thing.
     *
     * @param dimension the number of dimensions d that cells must have
     * @param seed the run's seed
     * @param trainFraction the share of cells in the training split, in (0, 1]
     * @param minCells the least number of cells whose moments a batch tells of, at least 1
     * @param limit how many batches there may be
     * @return the census of all rows
     * @throws BadDataException if there are more batches than both a limited census holds and the limit allows
     */
    public Census census(int dimension, long seed, double trainFraction, int minCells, BatchLimit limit) {
        Census limited = census(Census.limited(dimension), seed, trainFraction, minCells);
        if (!limited.isOverfull()) {
            return limited;
        }
        limit.require(JobGroup.in(context().sc(), "counting batches", () -> count(dimension, limit, batch.name())));
        if (parts) {
            BatchLimit ofParts = check().noIdentifiersAsLabels();
            ofParts.require(
                    JobGroup.in(context().sc(), "counting parts of batches", () -> count(dimension, ofParts, part)));
        }
        return census(dimension, seed, trainFraction, minCells);
    }

    /** Parts are merged where the cells are: in a part a batch may have a single cell, which would be its sum. */
    private Census census(Census none, long seed, double trainFraction, int minCells) {
        JavaRDD<InternalRow> rows = BareRows.of(cells);
        int width = rows.getNumPartitions() <= MERGED_AT_ONCE ? 1 : (int) Math.ceil(Math.sqrt(rows.getNumPartitions()));
        boolean inParts = parts;
        JavaPairRDD<Integer, Census> pieces = rows.mapPartitionsToPair(part -> List.of(new Tuple2<>(
                                TaskContext.getPartitionId() % width,
                                census(
                                        none.none(),
                                        new CellCursor(part, none.dimension(), inParts),
                                        seed,
                                        trainFraction)))
                        .iterator())
                .reduceByKey(Census::merge, width);
        JavaPairRDD<Integer, Census> whole = width == 1
                ? pieces
                : pieces.mapToPair(part -> new Tuple2<>(0, part._2())).reduceByKey(Census::merge, 1);
        List<Census> told = JobGroup.in(context().sc(), "counting cells", () -> whole.map(
                        all -> all._2().told(minCells))
                .collect());
        return told.isEmpty() ? none : told.get(0);
    }

    /**
     * Works with the cells while they are kept, in memory or on disk, so that they are computed once however often they are visited, and are
     * the same every time. They are kept only where the table is more than read from files, and not kept by the caller already; at the end
     * they are given up. Two at once of the same table share what is kept, and the first to end gives it up for both.
     *
     * @param work visits the cells
     * @param <T> what comes of it
     * @return what came of it
     */
    public <T> T kept(Supplier<T> work) {
        boolean keep = !PlanCost.isReading(table);
        if (keep) {
            cells.persist(StorageLevel.MEMORY_AND_DISK());
        }
        try {
            return work.get();
        } finally {
            if (keep) {
                cells.unpersist();
            }
        }
    }

    /** @return what decides whether a census of this table will do */
    public CensusCheck check() {
        return new CensusCheck(embedding.name(), batch.names());
    }

    /** The batches, or parts of batches, of the usable cells: by Spark's sketch, or exactly where that leaves open whether they are too many. */
    private BatchCount count(int dimension, BatchLimit limit, Column name) {
        Dataset<Row> usable = table.filter(name.isNotNull().and(embedding.isUsable()))
                .filter(functions.size(embedding.asFloats()).equalTo(dimension))
                .select(name.as("batch"));
        Row about = usable.agg(
                        functions.count(functions.lit(1)), functions.approx_count_distinct("batch", SKETCH_DEVIATION))
                .first();
        long cells = about.getLong(0);
        long batches = Math.min(cells, about.getLong(1));
        List<String> examples = usable.takeAsList(BatchCount.NAMES).stream()
                .map(row -> row.getString(0))
                .distinct()
                .toList();
        boolean clear = limit.isExceeded((long) (batches * (1.0 - SKETCH_ERROR)), cells)
                || !limit.isExceeded((long) (batches * (1.0 + SKETCH_ERROR)), cells);
        return clear
                ? new BatchCount(batches, false, cells, examples)
                : new BatchCount(usable.distinct().count(), true, cells, examples);
    }

    /**
     * One pass and a shuffle: all training cells of each client in one place, ordered by key.
     *
     * @param layout who the clients are and in which partition each has its place
     * @param dimension the number of dimensions d; rows with defects are left out
     * @param seed the run's seed
     * @param trainFraction the share of cells in the training split, in (0, 1]
     * @return one element per client that has training cells; kept until it is closed
     */
    public HeldCells<ClientCells> clients(ClientLayout layout, int dimension, long seed, double trainFraction) {
        Broadcast<Wanted> wanted =
                context().broadcast(new Wanted(layout, layout.shares(trainFraction), Centre.origin(dimension)));
        return new HeldCells<>(
                shards(wanted, dimension, seed)
                        .mapToPair(shard -> new Tuple2<>(shard.client(), shard))
                        .groupByKey(layout.partitioner())
                        .map(client -> ClientCells.of(listOf(client._2()))),
                wanted);
    }

    /**
     * One pass: the cells to fit on where they are, in shards of one client each.
     *
     * @param layout who the clients are
     * @param dimension the number of dimensions d; rows with defects are left out
     * @param seed the run's seed
     * @param shares the share of each client's cells to take, in (0, 1]
     * @param centre what they are taken about
     * @param beside what the driver holds meanwhile, in bytes: where driver and executors are one JVM without room for the shards too, these
     *     are kept on its disk
     * @return the shards, in the table's own partitions, or several of these together where they are small; kept until it is closed
     */
    public HeldCells<CellBlock> shards(
            ClientLayout layout, int dimension, long seed, double[] shares, Centre centre, double beside) {
        Broadcast<Wanted> wanted = context().broadcast(new Wanted(layout, shares, centre));
        JavaRDD<CellBlock> shards = shards(wanted, dimension, seed);
        long most = Math.max(parallelism(), layout.cells() / CELLS_PER_TASK);
        return new HeldCells<>(
                shards.getNumPartitions() > most ? shards.coalesce((int) most) : shards,
                wanted,
                HeldCells.level(
                        layout.cells(shares) * CellBlock.bytes(dimension),
                        beside,
                        context().isLocal() ? Runtime.getRuntime().maxMemory() : Long.MAX_VALUE));
    }

    private JavaRDD<CellBlock> shards(Broadcast<Wanted> wanted, int dimension, long seed) {
        boolean inParts = parts;
        return BareRows.of(cells)
                .mapPartitions(rows -> new ShardIterator(
                        new CellCursor(rows, dimension, inParts),
                        wanted.value().layout(),
                        seed,
                        wanted.value().shares(),
                        wanted.value().centre()));
    }

    /** Whose cells to take, the share of each client's, and about which centre. */
    private record Wanted(ClientLayout layout, double[] shares, Centre centre) implements Serializable {}

    /** @return whether census and clients are by parts of batches */
    public boolean isInParts() {
        return parts;
    }

    /** @return how many tasks the cluster runs side by side */
    public int parallelism() {
        return context().defaultParallelism();
    }

    private JavaSparkContext context() {
        SparkSession session = cells.sparkSession();
        return JavaSparkContext.fromSparkContext(session.sparkContext());
    }

    private static List<CellBlock> listOf(Iterable<CellBlock> shards) {
        return StreamSupport.stream(shards.spliterator(), false).toList();
    }

    /** The same rows as every other job's, so Spark need not compile a query of its own for one number. */
    private static Iterator<Integer> firstLength(Iterator<InternalRow> rows) {
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            if (!row.isNullAt(1) && row.getArray(1).numElements() > 0) {
                return List.of(row.getArray(1).numElements()).iterator();
            }
        }
        return Collections.emptyIterator();
    }

    private static Census census(Census census, CellCursor cursor, long seed, double trainFraction) {
        while (!census.isOverfull() && cursor.next()) {
            if (cursor.defect() != null) {
                census.addDefect(cursor.batch(), cursor.defect(), cursor.length());
            } else {
                long key = CellKeys.key(seed, cursor.drawnBy(DRAWN_BY));
                boolean inTraining = CellKeys.isInShare(key, trainFraction);
                census.addCell(
                        cursor.batch(),
                        cursor.cell(),
                        CellKeys.fingerprint(cursor.cell()),
                        CellKeys.uniform(key),
                        inTraining);
            }
        }
        return census;
    }
}
