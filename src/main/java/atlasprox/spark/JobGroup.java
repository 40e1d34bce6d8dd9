package atlasprox.spark;

import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/**
 * What the Spark jobs of a phase are called in Spark's own pages and logs, so that these read like the program's log. Jobs that a caller
 * has put in a group of its own stay in that group, by which a notebook or a scheduler may cancel them; only their description is ours.
 */
public final class JobGroup {
    private static final String GROUP = "spark.jobGroup.id";
    private static final String DESCRIPTION = "spark.job.description";
    private static final String NAME = "atlasprox";

    private JobGroup() {}

    /**
     * Describes the jobs that this thread starts from now on.
     *
     * @param context the Spark context
     * @param phase what is done, as a user would say it
     */
    public static void begin(SparkContext context, String phase) {
        if (context.getLocalProperty(GROUP) == null) {
            context.setLocalProperty(GROUP, NAME);
        }
        context.setLocalProperty(DESCRIPTION, NAME + ": " + phase);
    }

    /**
     * Ends what {@link #begin} began.
     *
     * @param context the Spark context
     */
    public static void end(SparkContext context) {
        if (NAME.equals(context.getLocalProperty(GROUP))) {
            context.setLocalProperty(GROUP, null);
        }
        context.setLocalProperty(DESCRIPTION, null);
    }

    /**
     * Describes the jobs of a piece of work, and no others of this thread.
     *
     * @param context the Spark context
     * @param phase what is done, as a user would say it
     * @param work what starts the jobs
     * @param <T> what comes of it
     * @return what came of it
     */
    public static <T> T in(SparkContext context, String phase, Supplier<T> work) {
        String group = context.getLocalProperty(GROUP);
        String description = context.getLocalProperty(DESCRIPTION);
        begin(context, phase);
        try {
            return work.get();
        } finally {
            context.setLocalProperty(GROUP, group);
            context.setLocalProperty(DESCRIPTION, description);
        }
    }
}
