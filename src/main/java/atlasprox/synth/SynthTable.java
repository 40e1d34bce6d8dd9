package atlasprox.synth;

import static atlasprox.read.table.ColumnNames.column;

import atlasprox.synth.CellSampler.Cell;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import scala.Tuple3;

/**
 * Known-truth data as a Spark table: cell_id, batch, cell_type, the condition where there are several (strings), the embedding and the true coordinates (array of float,
 * {@code dimension} entries). Rows come in the order of cell_id, batch after batch. Every executor draws its own cells; nothing
 * passes through the driver.
 */
public final class SynthTable {
    /** Uncompressed size of a partition where the caller names no number of partitions. */
    private static final long PARTITION_BYTES = 32L << 20;
    /** What a row takes beside its coordinates, roughly. */
    private static final long NAME_BYTES = 40;

    /** The names of a cell, of its batch, its type and its condition. */
    private static final String NAMES = "__atlasprox_names";

    private SynthTable() {}

    /** The table in partitions of about 32 MB. */
    public static Dataset<Row> create(SparkSession spark, SynthSettings settings) {
        return create(spark, settings, usualPartitions(settings));
    }

    /**
     * @param partitions 1 or more; the rows are the same whatever their number
     * @throws IllegalArgumentException if partitions is below 1
     */
    public static Dataset<Row> create(SparkSession spark, SynthSettings settings, int partitions) {
        checkPartitions(partitions);
        Dataset<Row> drawn = spark.range(0, settings.cells(), 1, partitions)
                .mapPartitions(
                        (MapPartitionsFunction<Long, Tuple3<String[], float[], float[]>>)
                                indices -> rows(indices, new CellSampler(new SynthModel(settings))),
                        encoder(spark))
                .toDF(NAMES, settings.embedding(), settings.truth());
        Dataset<Row> table = drawn.select(
                name(0, SynthSettings.ID),
                name(1, SynthSettings.BATCH),
                name(2, SynthSettings.TYPE),
                name(3, SynthSettings.CONDITION),
                column(settings.embedding()),
                column(settings.truth()));
        Dataset<Row> known = settings.truth().equals(SynthSettings.NO_TRUTH) ? table.drop(settings.truth()) : table;
        return settings.conditions() == 1 ? known.drop(SynthSettings.CONDITION) : known;
    }

    /** @throws IllegalArgumentException if partitions is below 1 */
    public static void checkPartitions(int partitions) {
        SettingRange.atLeast("partitions", partitions, 1);
    }

    private static Column name(int place, String column) {
        return functions.col(NAMES).getItem(place).as(column);
    }

    private static int usualPartitions(SynthSettings settings) {
        long rowBytes = NAME_BYTES + 2L * Float.BYTES * settings.dimension();
        return Math.toIntExact(1 + settings.cells() * rowBytes / PARTITION_BYTES);
    }

    /** Primitive arrays go into Spark's rows without boxing, which {@code Row} would need. */
    private static Encoder<Tuple3<String[], float[], float[]>> encoder(SparkSession spark) {
        Encoder<float[]> coordinates = spark.implicits().newFloatArrayEncoder();
        return Encoders.tuple(spark.implicits().newStringArrayEncoder(), coordinates, coordinates);
    }

    private static Iterator<Tuple3<String[], float[], float[]>> rows(Iterator<Long> indices, CellSampler sampler) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return indices.hasNext();
            }

            @Override
            public Tuple3<String[], float[], float[]> next() {
                Cell cell = sampler.cell(indices.next());
                String[] names = {cell.id(), cell.batch(), cell.type(), cell.condition()};
                return new Tuple3<>(names, cell.embedding(), cell.truth());
            }
        };
    }
}
