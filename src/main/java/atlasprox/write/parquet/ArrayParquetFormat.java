package atlasprox.write.parquet;

import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.Job;
import org.apache.parquet.Version;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructType;
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

    /** Versions of Parquet that this was tried with; those that vendors have changed are named otherwise. */
    private static final String TRIED = "1\\.1[56]\\.\\d+";

    private static final String PREFIX = "parquet.";

    /** Settings of Parquet that are followed here, or make no difference to a file. */
    private static final Set<String> KNOWN = Set.of(
            ParquetOutputFormat.BLOCK_SIZE,
            ParquetOutputFormat.PAGE_SIZE,
            ParquetOutputFormat.COMPRESSION,
            ParquetOutputFormat.WRITER_VERSION,
            ParquetOutputFormat.SIZE_STATISTICS_ENABLED,
            ParquetOutputFormat.WRITE_SUPPORT_CLASS,
            ParquetOutputFormat.JOB_SUMMARY_LEVEL);

    @Override
    public OutputWriterFactory prepareWrite(
            SparkSession session, Job job, Map<String, String> options, StructType schema) {
        OutputWriterFactory spark = super.prepareWrite(session, job, options, schema);
        return fits(job.getConfiguration()) ? new ArrayFileWriters(spark) : spark;
    }

    private static boolean fits(Configuration configuration) {
        TableColumns columns = TableColumns.of(configuration);
        return Version.VERSION_NUMBER.matches(TRIED)
                && !columns.arrays().isEmpty()
                && !columns.others().isEmpty()
                && ParquetOutputFormat.getWriterVersion(configuration) == WriterVersion.PARQUET_1_0
                && settings(configuration).allMatch(setting -> KNOWN.contains(setting) || isOfArray(setting, columns));
    }

    private static Stream<String> settings(Configuration configuration) {
        return configuration.getPropsWithPrefix(PREFIX).keySet().stream().map(PREFIX::concat);
    }

    /** Whether dictionaries or statistics of an array's numbers are asked for or not, which never are any. */
    private static boolean isOfArray(String setting, TableColumns columns) {
        return columns.arrays().stream().anyMatch(array -> setting.endsWith("#" + array.path()));
    }
}
