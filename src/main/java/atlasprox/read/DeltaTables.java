package atlasprox.read;

import atlasprox.BadDataException;
import atlasprox.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Delta tables by their folders, read as of their last version, by the Delta library, which the program runs without. To read such a
 * folder as Parquet would be wrong: some of its files may be of older versions, or hold rows that were deleted since.
 */
final class DeltaTables {
    static final String FORMAT = "delta";

    private static final String LIBRARY = "io.delta.sql.DeltaSparkSessionExtension";

    private DeltaTables() {}

    /**
     * @param configuration Hadoop's, which knows the file systems
     * @param input an existing path, or a pattern of such
     * @return whether it is the folder of a Delta table
     */
    static boolean is(Configuration configuration, String input) {
        try {
            Path log = new Path(CellSource.pattern(configuration, input), "_delta_log");
            FileStatus[] found = log.getFileSystem(configuration).globStatus(log);
            return found != null && found.length > 0;
        } catch (IOException e) {
            throw new BadDataException(
                    "cannot read " + input + ": " + e.getMessage() + "; check the path and its permissions", e);
        }
    }

    /**
     * @param session the session to read with
     * @param inputs the folders of Delta tables of the same columns, at least one
     * @return their rows together; partitioned as they are, if they are partitioned alike
     * @throws BadDataException if the library is not there, a table cannot be read, or their columns differ
     */
    static CellSource open(SparkSession session, List<String> inputs) {
        requireLibrary(inputs.get(0), DeltaTables.class.getClassLoader());
        try {
            List<Partitioned> tables = inputs.stream()
                    .map(session.read().format(FORMAT)::load)
                    .map(Partitioned::of)
                    .toList();
            List<String> partitions = tables.get(0).columns();
            boolean alike = tables.stream().allMatch(table -> table.columns().equals(partitions));
            Dataset<Row> rows = tables.stream()
                    .map(Partitioned::rows)
                    .reduce(Dataset::unionByName)
                    .orElseThrow();
            return new CellSource(rows, inputs, FORMAT, List.of(), Optional.empty(), alike ? partitions : List.of());
        } catch (Exception e) { // Spark throws checked exceptions undeclared.
            throw new BadDataException(
                    "cannot read the Delta tables " + String.join(", ", inputs) + ": " + Reason.of(e)
                            + "; check the table, or write it out as Parquet",
                    e);
        }
    }

    static void requireLibrary(String folder, ClassLoader loader) {
        try {
            Class.forName(LIBRARY, false, loader);
        } catch (ClassNotFoundException e) {
            throw new BadDataException(
                    folder + " is a Delta table, and the Delta library is not there; add it to spark-submit by "
                            + "--packages io.delta:delta-spark_2.13:4.0.0, or write the table out as Parquet first",
                    e);
        }
    }
}
