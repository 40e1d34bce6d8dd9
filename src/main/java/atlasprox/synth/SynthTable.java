package atlasprox.synth;

import atlasprox.synth.CellSampler.Cell;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.Tuple5;

/**
 * Known-truth data as a Spark table: cell_id, batch, cell_type (strings), the embedding and the true coordinates (array of float,
 * {@code dimension} entries). Rows come in the order of cell_id, batch after batch. Every executor draws its own cells; nothing
 * passes through the driver.
 */
public final class SynthTable {
    /** Uncompressed size of a partition where the caller names no number of partitions. */
    private static final long PARTITION_BYTES = 32L << 20;
    /** What a row takes beside its coordinates, roughly. */
    private static final long NAME_BYTES = 40;

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
        Dataset<Row> table = spark.range(0, settings.cells(), 1, partitions)
                .mapPartitions(
                        (MapPartitionsFunction<Long, Tuple5<String, String, String, float[], float[]>>)
                                indices -> rows(indices, new CellSampler(new SynthModel(settings))),
                        encoder(spark))
                .toDF(
                        SynthSettings.ID,
                        SynthSettings.BATCH,
                        SynthSettings.TYPE,
                        settings.embedding(),
                        settings.truth());
        return settings.truth().equals(SynthSettings.NO_TRUTH) ? table.drop(settings.truth()) : table;
    }

    /** @throws IllegalArgumentException if partitions is below 1 */
    public static void checkPartitions(int partitions) {
        SettingRange.atLeast("partitions", partitions, 1);
    }

    private static int usualPartitions(SynthSettings settings) {
        long rowBytes = NAME_BYTES + 2L * Float.BYTES * settings.dimension();
        return Math.toIntExact(1 + settings.cells() * rowBytes / PARTITION_BYTES);
    }

    /** Primitive arrays go into Spark's rows without boxing, which {@code Row} would need. */
    private static Encoder<Tuple5<String, String, String, float[], float[]>> encoder(SparkSession spark) {
        Encoder<float[]> coordinates = spark.implicits().newFloatArrayEncoder();
        return Encoders.tuple(Encoders.STRING(), Encoders.STRING(), Encoders.STRING(), coordinates, coordinates);
    }

    private static Iterator<Tuple5<String, String, String, float[], float[]>> rows(
            Iterator<Long> indices, CellSampler sampler) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return indices.hasNext();
            }

            @Override
            public Tuple5<String, String, String, float[], float[]> next() {
                Cell cell = sampler.cell(indices.next());
                return new Tuple5<>(cell.id(), cell.batch(), cell.type(), cell.embedding(), cell.truth());
            }
        };
    }
}
