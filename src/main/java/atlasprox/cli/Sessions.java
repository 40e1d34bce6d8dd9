package atlasprox.cli;

import org.apache.spark.sql.SparkSession;

/** The Spark session of a command: the one that is there (spark-submit, Databricks), or one embedded in this JVM. */
final class Sessions implements AutoCloseable {
    private static final String MASTER = "spark.master";
    private static final String EMBEDDED = "local[*]";
    private static final long SPARKS_LIMIT = 1L << 30;
    private static final int PART_OF_HEAP = 4;

    private final SparkSession session;
    private final boolean own;

    private Sessions(SparkSession session, boolean own) {
        this.session = session;
        this.own = own;
    }

    /**
     * @param command the command's name, which labels the Spark application
     * @return an open session
     */
    static Sessions open(String command) {
        if (SparkSession.getActiveSession().isDefined()
                || SparkSession.getDefaultSession().isDefined()) {
            return new Sessions(SparkSession.builder().getOrCreate(), false);
        }
        FullMemory.endsThisJvm(command);
        SparkSession.Builder builder = SparkSession.builder().appName("atlasprox " + command);
        if (System.getProperty(MASTER) == null) {
            builder.master(EMBEDDED).config("spark.ui.enabled", "false");
        }
        unlessGiven(
                builder,
                "spark.driver.maxResultSize",
                mostResults(Runtime.getRuntime().maxMemory()));
        if (isLocal()) {
            // A task that runs out of memory is to fail and say so; Spark would end the JVM, the driver with it.
            unlessGiven(builder, "spark.executor.killOnFatalError.depth", "0");
        }
        return new Sessions(builder.getOrCreate(), true);
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

    /** @return whether tasks run in this JVM */
    static boolean isLocal() {
        String master = System.getProperty(MASTER, EMBEDDED);
        return master.equals("local") || master.startsWith("local[");
    }

    SparkSession session() {
        return session;
    }

    @Override
    public void close() {
        if (own) {
            session.stop();
        }
    }
}
