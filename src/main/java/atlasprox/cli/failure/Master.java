package atlasprox.cli.failure;

/** Where tasks run, as the user sets it ({@code -Dspark.master} of java, which spark-submit sets too). */
public final class Master {
    /** The master of a session with embedded Spark. */
    public static final String EMBEDDED = "local[*]";

    private static final String SETTING = "spark.master";

    private Master() {}

    /** @return whether the user says where */
    public static boolean isGiven() {
        return System.getProperty(SETTING) != null;
    }

    /** @return whether tasks run in this JVM */
    public static boolean isLocal() {
        String master = System.getProperty(SETTING, EMBEDDED);
        return master.equals("local") || master.startsWith("local[");
    }
}
