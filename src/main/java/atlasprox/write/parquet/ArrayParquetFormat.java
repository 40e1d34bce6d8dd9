package atlasprox.write.parquet;

import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.Job;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VariantType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.immutable.Map;

/**
 * Spark's Parquet, but for arrays of numbers. Spark and Parquet pass these on number by number through some twenty calls, which takes most of
 * the time of a job that writes embeddings; here they are laid into pages at once. All other columns are written by Spark's own code, and
 * the files are Parquet as any other. Where something is asked of them that is not known here, the whole is left to Spark.
 *
 * <p>Usage: {@code table.write().format(ArrayParquetFormat.class.getName()).save(folder)}
 */
public final class ArrayParquetFormat extends ParquetFileFormat {
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(ArrayParquetFormat.class);

    private static final String PREFIX = "parquet.";

    /** Settings of Parquet that are followed here, or say nothing of how a file is written. */
    private static final Set<String> KNOWN = Set.of(
            ParquetOutputFormat.BLOCK_SIZE,
            ParquetOutputFormat.PAGE_SIZE,
            ParquetOutputFormat.COMPRESSION,
            ParquetOutputFormat.WRITER_VERSION,
            ParquetOutputFormat.WRITE_SUPPORT_CLASS,
            ParquetOutputFormat.JOB_SUMMARY_LEVEL,
            "parquet.enable.summary-metadata");

    @Override
    public OutputWriterFactory prepareWrite(
            SparkSession session, Job job, Map<String, String> options, StructType schema) {
        OutputWriterFactory spark = super.prepareWrite(session, job, options, schema);
        Optional<String> obstacle = obstacle(job.getConfiguration(), schema);
        obstacle.ifPresent(what -> LOG.debug("arrays are left to Spark: there is {}", what));
        return obstacle.isPresent() ? spark : new ArrayWriterFactory(spark);
    }

    private static Optional<String> obstacle(Configuration configuration, StructType schema) {
        TableColumns columns = TableColumns.of(configuration);
        if (columns.arrays().isEmpty() || columns.others().isEmpty()) {
            return Optional.of("no array of numbers beside another column");
        }
        if (schema.existsRecursively(type -> type instanceof VariantType)) {
            return Optional.of("a variant");
        }
        if (ParquetOutputFormat.getWriterVersion(configuration) != WriterVersion.PARQUET_1_0) {
            return Optional.of(ParquetOutputFormat.WRITER_VERSION);
        }
        return configuration.getPropsWithPrefix(PREFIX).keySet().stream()
                .map(PREFIX::concat)
                .filter(setting -> !isKnown(setting, columns))
                .findFirst();
    }

    private static boolean isKnown(String setting, TableColumns columns) {
        return KNOWN.contains(setting) || columns.arrays().stream().anyMatch(array -> isOfNumbers(setting, array));
    }

    /** Whether dictionaries or statistics of an array's numbers are asked for or not: there never are any. */
    private static boolean isOfNumbers(String setting, ArrayColumn array) {
        return setting.equals(ParquetOutputFormat.ENABLE_DICTIONARY + "#" + array.path())
                || setting.equals(ParquetOutputFormat.STATISTICS_ENABLED + "#" + array.path());
    }
}
