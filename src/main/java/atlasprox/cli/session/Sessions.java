package atlasprox.cli.session;

import atlasprox.cli.failure.FullMemory;
import atlasprox.cli.failure.Master;
import atlasprox.read.delta.DeltaTables;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * The Spark session of a command: the one that is there (PySpark, Databricks), which is left as it is, or one of the program's own
 * making, by spark-submit on its cluster or embedded in this JVM. What the user sets ({@code --conf} of spark-submit,
 * {@code -Dspark...} of java) stands.
 */
public final class Sessions implements AutoCloseable {
    private static final long SPARKS_LIMIT = 1L << 30;
    private static final int PART_OF_HEAP = 4;
    private static final int LOG_PARTITIONS_OF_A_CORE = 4;

    private final SparkSession session;
    private final boolean own;

    private Sessions(SparkSession session, boolean own) {
        this.session = session;
        this.own = own;
    }

    /**
     * @param command the command's name, which labels the Spark application
     * @return an open session; closing it ends the session that was made for it, and no other
     */
    public static Sessions open(String command) {
        if (SparkSession.getActiveSession().isDefined()
                || SparkSession.getDefaultSession().isDefined()) {
            return new Sessions(SparkSession.builder().getOrCreate(), false);
        }
        FullMemory.endsThisJvm(command);
        SparkSession.Builder builder = SparkSession.builder().appName("atlasprox " + command);
        if (!Master.isGiven()) {
            builder.master(Master.EMBEDDED).config("spark.ui.enabled", "false");
        }
        unlessGiven(
                builder,
                "spark.driver.maxResultSize",
                mostResults(Runtime.getRuntime().maxMemory()));
        if (Master.isLocal()) {
            withinThisMachine(builder);
        }
        if (DeltaTables.libraryIsThere()) {
            readingDelta(builder);
        }
        return new Sessions(builder.getOrCreate(), true);
    }

    private static void withinThisMachine(SparkSession.Builder builder) {
        // A task that runs out of memory is to fail and say so; Spark would end the JVM, the driver with it.
        unlessGiven(builder, "spark.executor.killOnFatalError.depth", "0");
        // Nobody else is to reach it, and neither the machine's name nor a change of network is to matter.
        unlessGiven(builder, "spark.driver.host", "127.0.0.1");
        unlessGiven(builder, "spark.driver.bindAddress", "127.0.0.1");
    }

    /** Extensions that the user gives stay, the first to be asked. */
    private static void readingDelta(SparkSession.Builder builder) {
        String given = System.getProperty(DeltaTables.EXTENSIONS_SETTING);
        builder.config(DeltaTables.EXTENSIONS_SETTING, withDelta(Optional.ofNullable(given)));
        unlessGiven(builder, DeltaTables.CATALOG_SETTING, DeltaTables.CATALOG);
        if (Master.isLocal()) {
            // Every table that is read or written is first a job of so many tasks.
            int here = Runtime.getRuntime().availableProcessors() * LOG_PARTITIONS_OF_A_CORE;
            unlessGiven(
                    builder, DeltaTables.PARTITIONS_SETTING, Integer.toString(Math.min(here, DeltaTables.PARTITIONS)));
        }
    }

    /**
     * @param given the extensions that the user gives, separated by commas
     * @return those, with Delta's among them
     */
    static String withDelta(Optional<String> given) {
        return given.filter(extensions -> !extensions.isBlank())
                .map(extensions ->
                        DeltaTables.isAmong(extensions) ? extensions : extensions + "," + DeltaTables.EXTENSION)
                .orElse(DeltaTables.EXTENSION);
    }

    /**
     * The sums of thousands of batches are more than Spark lets a driver take by default.
     *
     * @param heap the size of the driver's heap in bytes
     * @return the bytes that it has room for, several times as large as objects
     */
    static String mostResults(long heap) {
        return Long.toString(Math.max(SPARKS_LIMIT, heap / PART_OF_HEAP));
    }

    private static void unlessGiven(SparkSession.Builder builder, String name, String value) {
        if (System.getProperty(name) == null) {
            builder.config(name, value);
        }
    }

    /** @return the open session */
    public SparkSession session() {
        return session;
    }

    @Override
    public void close() {
        if (own) {
            session.stop();
        }
    }
}
