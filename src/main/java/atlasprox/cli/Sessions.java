package atlasprox.cli;

import org.apache.spark.sql.SparkSession;

/** The Spark session of a command: the one that is there (spark-submit, Databricks), or one embedded in this JVM. */
final class Sessions implements AutoCloseable {
    private static final String MOST_RESULTS = "spark.driver.maxResultSize";

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
        if (System.getProperty("spark.master") == null) {
            builder.master("local[*]").config("spark.ui.enabled", "false");
            // Spark's limit guards a driver that executors send results to; here there is one memory, and wide batches'
            // sums need more.
            if (System.getProperty(MOST_RESULTS) == null) {
                builder.config(MOST_RESULTS, "0");
            }
        }
        return new Sessions(builder.getOrCreate(), true);
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
