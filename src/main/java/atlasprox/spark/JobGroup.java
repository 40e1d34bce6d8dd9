package atlasprox.spark;

import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/**
 * What the Spark jobs of a phase are called in Spark's own pages and logs, so that these read like the program's log. Jobs that a caller
 * has put in a group of its own stay in that group, by which a notebook or a scheduler may cancel them; only their description is ours.
 */
public final class JobGroup implements AutoCloseable {
    private static final String GROUP = "spark.jobGroup.id";
    private static final String DESCRIPTION = "spark.job.description";
    private static final String NAME = "atlasprox";

    private final SparkContext context;
    private final String group;
    private final String description;

    /** @param context the Spark context, of which this thread's jobs are described until this is closed */
    public JobGroup(SparkContext context) {
        this.context = context;
        this.group = context.getLocalProperty(GROUP);
        this.description = context.getLocalProperty(DESCRIPTION);
    }

    /** @param phase what the jobs from now on are for, as a user would say it */
    public void begin(String phase) {
        if (group == null) {
            context.setLocalProperty(GROUP, NAME);
        }
        context.setLocalProperty(DESCRIPTION, NAME + ": " + phase);
    }

    /** Jobs are called as they were before. */
    @Override
    public void close() {
        context.setLocalProperty(GROUP, group);
        context.setLocalProperty(DESCRIPTION, description);
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
        try (JobGroup jobs = new JobGroup(context)) {
            jobs.begin(phase);
            return work.get();
        }
    }
}
