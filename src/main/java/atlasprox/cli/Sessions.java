package atlasprox.cli;

import org.apache.spark.sql.SparkSession;

/** The Spark session of a command: the one that is there (spark-submit, Databricks), or one embedded in this JVM. */
final class Sessions implements AutoCloseable {
    private static final String EMBEDDED = "local[*]";

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
        SparkSession.Builder builder = SparkSession.builder().appName("atlasprox " + command);
        String master = System.getProperty("spark.master");
        if (master == null) {
            builder.master(EMBEDDED).config("spark.ui.enabled", "false");
        }
        // The sums of all clients must reach the driver, however many they are.
        unlessGiven(builder, "spark.driver.maxResultSize", "0");
        if (master == null || master.startsWith("local")) {
            // A task that runs out of memory is to fail and say so; Spark would end the JVM, the driver with it.
            unlessGiven(builder, "spark.executor.killOnFatalError.depth", "0");
        }
        return new Sessions(builder.getOrCreate(), true);
    }

    private static void unlessGiven(SparkSession.Builder builder, String name, String value) {
        if (System.getProperty(name) == null) {
            builder.config(name, value);
        }
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
