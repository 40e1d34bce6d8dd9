package atlasprox.synth;

import atlasprox.read.table.CountColumns;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;

/**
 * Known-truth data as a Spark table: cell_id, batch, cell_type, the condition where there are several (strings), the embedding and the true coordinates (array of float,
 * {@code dimension} entries), each unless it is left out, and the counts where there are genes: Spark's vectors, the genes' names in the column's metadata. Rows come in the order of cell_id, batch after batch. Every executor draws its own cells; nothing
 * passes through the driver.
 */
public final class SynthTable {
    /** Uncompressed size of a partition where the caller names no number of partitions. */
    private static final long PARTITION_BYTES = 32L << 20;
    /** What a row takes beside its coordinates, roughly. */
    private static final long NAME_BYTES = 40;
    /** What a gene takes of which a cell has some: its number and how often. */
    private static final long GENE_BYTES = Integer.BYTES + Double.BYTES;

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
        Dataset<SynthTableRow> drawn = spark.range(0, settings.cells(), 1, partitions)
                .mapPartitions(
                        (MapPartitionsFunction<Long, SynthTableRow>) indices -> rows(
                                indices,
                                new CellSampler(new SynthModel(settings)),
                                settings.genes().genes()),
                        Encoders.bean(SynthTableRow.class));
        return drawn.select(columns(settings).toArray(Column[]::new));
    }

    private static List<Column> columns(SynthSettings settings) {
        List<Column> columns = new ArrayList<>(
                List.of(name(0, SynthSettings.ID), name(1, SynthSettings.BATCH), name(2, SynthSettings.TYPE)));
        if (settings.conditions() > 1) {
            columns.add(name(3, SynthSettings.CONDITION));
        }
        if (!settings.embedding().equals(SynthSettings.NONE)) {
            columns.add(functions.col("embedding").as(settings.embedding()));
        }
        if (!settings.truth().equals(SynthSettings.NONE)) {
            columns.add(functions.col("truth").as(settings.truth()));
        }
        if (settings.genes().areCounted()) {
            Metadata genes = new MetadataBuilder()
                    .putStringArray(CountColumns.GENES, settings.genes().names())
                    .build();
            columns.add(functions.col("counts").as(SynthSettings.COUNTS, genes));
        }
        return columns;
    }

    /** @throws IllegalArgumentException if partitions is below 1 */
    public static void checkPartitions(int partitions) {
        SettingRange.atLeast("partitions", partitions, 1);
    }

    private static Column name(int place, String column) {
        return functions.col("names").getItem(place).as(column);
    }

    private static int usualPartitions(SynthSettings settings) {
        long rowBytes = NAME_BYTES
                + 2L * Float.BYTES * settings.dimension()
                + settings.genes().mostExpressed() * GENE_BYTES;
        return Math.toIntExact(1 + settings.cells() * rowBytes / PARTITION_BYTES);
    }

    private static Iterator<SynthTableRow> rows(Iterator<Long> indices, CellSampler sampler, int genes) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return indices.hasNext();
            }

            @Override
            public SynthTableRow next() {
                return new SynthTableRow(sampler.cell(indices.next()), genes);
            }
        };
    }
}
