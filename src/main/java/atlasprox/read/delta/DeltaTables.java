package atlasprox.read.delta;

import atlasprox.BadDataException;
import atlasprox.Reason;
import atlasprox.read.genes.CountTables;
import atlasprox.read.table.CellFormat;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.CountChoice;
import atlasprox.read.table.CountSource;
import atlasprox.read.table.InputPaths;
import atlasprox.read.table.Partitioned;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;
import org.apache.spark.package$;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.DataSource;
import org.apache.spark.sql.internal.SQLConf;

/**
 * Delta tables by their folders, read as of their last version, by the Delta library, which the program runs without. To read such a
 * folder as Parquet would be wrong: some of its files may be of older versions, or hold rows that were deleted since.
 */
public final class DeltaTables implements CellFormat {
    /** The setting of a session that holds the names of its extensions, separated by commas. */
    public static final String EXTENSIONS_SETTING = "spark.sql.extensions";

    /** The extension that the library needs: without it rows that were deleted are read all the same. */
    public static final String EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";

    /** The setting of a session that holds the catalog that the library needs. */
    public static final String CATALOG_SETTING = "spark.sql.catalog.spark_catalog";

    /** That catalog. */
    public static final String CATALOG = "org.apache.spark.sql.delta.catalog.DeltaCatalog";

    /** The setting for the number of partitions that the library puts a table's log into, {@value #PARTITIONS} by default. */
    public static final String PARTITIONS_SETTING = "spark.databricks.delta.snapshotPartitions";

    /** The library's own number of these, which is meant for a cluster. */
    public static final int PARTITIONS = 50;

    /** The library, which goes by Spark's version. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "4.0", "io.delta:delta-spark_2.13:4.0.0",
            "4.1", "io.delta:delta-spark_4.1_2.13:4.4.0",
            "4.2", "io.delta:delta-spark_4.2_2.13:4.4.0");

    private static final String PACKAGE = "org.apache.spark.sql.delta.";
    private static final String NOT_THERE = "DATA_SOURCE_NOT_FOUND";
    private static final String NOT_SET = "DELTA_CONFIGURE_SPARK_SESSION_WITH_EXTENSION_AND_CATALOG";

    /** @return whether the library is on the class path, so that a session can be made that reads such tables */
    public static boolean libraryIsThere() {
        try {
            Class.forName(EXTENSION, false, DeltaTables.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /**
     * @param extensions a session's extensions, separated by commas
     * @return whether Delta's is among them
     */
    public static boolean isAmong(String extensions) {
        return Arrays.stream(extensions.split(",")).map(String::strip).anyMatch(EXTENSION::equals);
    }

    @Override
    public List<String> found(Configuration configuration, String input) {
        return is(configuration, input) ? List.of(input) : List.of();
    }

    /** Whether it is the folder of a Delta table. */
    private static boolean is(Configuration configuration, String input) {
        try {
            Path log = new Path(InputPaths.pattern(configuration, input), "_delta_log");
            FileStatus[] found = log.getFileSystem(configuration).globStatus(log);
            return found != null && found.length > 0;
        } catch (IOException e) {
            throw new BadDataException(
                    "cannot read " + input + ": " + e.getMessage() + "; check the path and its permissions", e);
        }
    }

    /** Tables of the same columns; partitioned as they are, if they are partitioned alike. */
    @Override
    public CountSource counts(SparkSession session, List<String> inputs, List<String> found, CountChoice choice) {
        return CountTables.of(inputs, some -> open(session, some, some, Optional.empty()), choice);
    }

    @Override
    public CellSource open(SparkSession session, List<String> inputs, List<String> found, Optional<String> embedding) {
        try {
            requireExtension(session, inputs.get(0));
            List<Partitioned> tables = inputs.stream()
                    .map(session.read().format(DELTA)::load)
                    .map(Partitioned::of)
                    .toList();
            List<String> partitions = tables.get(0).columns();
            boolean alike = tables.stream().allMatch(table -> table.columns().equals(partitions));
            Dataset<Row> rows = tables.stream()
                    .map(Partitioned::rows)
                    .reduce(Dataset::unionByName)
                    .orElseThrow();
            return new CellSource(rows, inputs, DELTA, List.of(), Optional.empty(), alike ? partitions : List.of());
        } catch (BadDataException e) {
            throw e;
        } catch (Exception e) { // Spark throws checked exceptions undeclared.
            throw unreadable(inputs, e);
        }
    }

    /** The library itself asks for the catalog only. Databricks has one of its own, which needs no settings. */
    private static void requireExtension(SparkSession session, String folder) {
        Class<?> source = DataSource.lookupDataSource(DELTA, SQLConf.get());
        boolean set = isAmong(session.conf().get(EXTENSIONS_SETTING, ""));
        if (source.getName().startsWith(PACKAGE) && !set) {
            throw new BadDataException(unset(folder));
        }
    }

    /** @return what to tell of a failure to read them */
    static BadDataException unreadable(List<String> folders, Exception failure) {
        String condition = failure instanceof SparkThrowable spark ? spark.getCondition() : null;
        if (NOT_THERE.equals(condition)) {
            return new BadDataException(
                    folders.get(0) + " is a Delta table, and the Delta library is not there; "
                            + remedy(package$.MODULE$.SPARK_VERSION()) + ", or write the table out as Parquet first",
                    failure);
        }
        return new BadDataException(
                NOT_SET.equals(condition)
                        ? unset(folders.get(0))
                        : "cannot read the Delta tables " + String.join(", ", folders) + ": " + Reason.of(failure)
                                + "; check the table, or write it out as Parquet",
                failure);
    }

    /** @param spark the version that runs, such as 4.0.1 */
    static String remedy(String spark) {
        String library = LIBRARIES.get(spark.substring(0, spark.lastIndexOf('.')));
        return library == null
                ? "look for one for Spark " + spark
                        + ", which had none when this program was made, and add it to spark-submit by --packages"
                : "add it to spark-submit by --packages " + library;
    }

    private static String unset(String folder) {
        return folder + " is a Delta table, and this Spark session was not made for such; make it with "
                + EXTENSIONS_SETTING + "=" + EXTENSION + " and " + CATALOG_SETTING + "=" + CATALOG;
    }
}
