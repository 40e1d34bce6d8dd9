package atlasprox.read.anndata;

import atlasprox.BadDataException;
import atlasprox.read.anndata.column.Column;
import atlasprox.read.anndata.matrix.ColumnMatrix;
import atlasprox.read.anndata.matrix.Entries;
import atlasprox.read.anndata.matrix.GatheredCells;
import atlasprox.read.anndata.tree.Container;
import atlasprox.read.anndata.tree.ValueType;
import atlasprox.read.compression.Room;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * The cells of a file whose matrix is stored gene by gene. Tasks read its entries as they lie there and send each to the task that has its cell, which reads the other
 * columns of its cells beside them. What was sent is kept on disk, so that further passes over the cells begin there.
 */
final class TurnedMatrix implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Of an entry with a task that gathers cells: as it comes, and in its cell. */
    private static final int BYTES = Entries.BYTES + GatheredCells.BYTES;

    private final Container container;
    private final SerializableConfiguration hadoop;
    private final String path;
    private final String column;
    private final int genes;
    private final StructType others;
    private final ArrayList<AnnDataPartition> cells;
    private final ArrayList<AnnDataPartition> entries;

    private TurnedMatrix(AnnDataFile file, Container container, String path, List<String> keys, String column) {
        Configuration configuration = AnnDataSource.hadoop();
        int minSlabs = SparkSession.active().sparkContext().defaultParallelism();
        ColumnMatrix matrix = file.byGene(column).orElseThrow();
        List<Column> columns = file.columns(keys);
        this.container = container;
        this.hadoop = new SerializableConfiguration(configuration);
        this.path = path;
        this.column = column;
        this.genes = matrix.genes();
        this.others = SparkValues.schema(columns);
        long rowBytes = columns.stream().mapToLong(Column::bytesPerRow).sum()
                + BYTES * matrix.entries() / Math.max(1L, file.rows());
        this.cells = partitions(Slab.cut(file.rows(), 1, rowBytes, minSlabs));
        this.entries = partitions(Slab.cut(matrix.entries(), matrix.chunkHeight(), Entries.BYTES, minSlabs));
    }

    private ArrayList<AnnDataPartition> partitions(List<Slab> slabs) {
        ArrayList<AnnDataPartition> partitions = new ArrayList<>();
        slabs.forEach(slab -> partitions.add(new AnnDataPartition(path, slab.start(), slab.count())));
        return partitions;
    }

    /**
     * @param keys the {@code obsm} keys to read
     * @param column the path of the matrix
     * @return the file's cells, with the matrix as a column of vectors
     * @throws atlasprox.BadDataException if a column cannot be read
     */
    static Dataset<Row> rows(SparkSession session, Container container, String path, List<String> keys, String column) {
        try (AnnDataFile file = AnnDataFile.open(container, path, AnnDataSource.hadoop())) {
            return new TurnedMatrix(file, container, path, keys, column).rows(session);
        }
    }

    private Dataset<Row> rows(SparkSession session) {
        JavaRDD<InternalRow> rows = JavaSparkContext.fromSparkContext(session.sparkContext())
                .parallelize(entries, Math.max(1, entries.size()))
                .flatMapToPair(slab -> sent(slab).iterator())
                .partitionBy(new Numbered(Math.max(1, cells.size())))
                .mapPartitionsWithIndex(this::gathered, true);
        StructType schema = others.add(column, SparkValues.type(ValueType.SPARSE), true);
        return ((org.apache.spark.sql.classic.SparkSession) session).internalCreateDataFrame(rows.rdd(), schema, false);
    }

    /** The entries of a slab, by the number of the task that has their cells. */
    private List<Tuple2<Integer, Entries>> sent(AnnDataPartition slab) {
        Entries[] parts;
        try (AnnDataFile file = AnnDataFile.open(container, path, hadoop.value())) {
            parts = file.entries(column, slab.start(), slab.count())
                    .byCells(cells.get(0).count(), cells.size());
        }
        return IntStream.range(0, parts.length)
                .filter(part -> parts[part] != null)
                .mapToObj(part -> new Tuple2<>(part, parts[part]))
                .toList();
    }

    private Iterator<InternalRow> gathered(int number, Iterator<Tuple2<Integer, Entries>> sent) {
        if (number >= cells.size()) {
            return Collections.emptyIterator();
        }
        AnnDataPartition slab = cells.get(number);
        List<Entries> parts = new ArrayList<>();
        double bytes = 0;
        while (sent.hasNext()) {
            Entries part = sent.next()._2();
            bytes += (double) BYTES * part.values().length;
            requireRoom(slab, bytes);
            parts.add(part);
        }
        GatheredCells counts = new GatheredCells(slab.start(), slab.count(), genes, parts);
        AnnDataReader reader = AnnDataReader.read(container, slab, others, hadoop.value());
        return IntStream.range(0, slab.count())
                .<InternalRow>mapToObj(cell -> {
                    reader.next();
                    Object vector = SparkValues.vector(counts.row(cell));
                    return new JoinedRow(reader.get(), new GenericInternalRow(new Object[] {vector}));
                })
                .iterator();
    }

    private void requireRoom(AnnDataPartition slab, double bytes) {
        if (bytes > Room.bytes()) {
            throw new BadDataException(String.format(
                    Locale.ROOT,
                    "%s: the values of %d cells of '%s' from cell %d on need more than %d bytes of memory at once, an eighth of the Java "
                            + "heap; give Java a larger heap, or store the matrix cell by cell",
                    path,
                    slab.count(),
                    column,
                    slab.start(),
                    Room.bytes()));
        }
    }

    /** Sends to the task of that number. */
    private static final class Numbered extends Partitioner {
        private static final long serialVersionUID = 1L;

        private final int tasks;

        Numbered(int tasks) {
            this.tasks = tasks;
        }

        @Override
        public int numPartitions() {
            return tasks;
        }

        @Override
        public int getPartition(Object key) {
            return (Integer) key;
        }
    }
}
