package atlasprox.cli.progress;

import atlasprox.Shown;
import atlasprox.job.Progress;
import atlasprox.rounds.RoundTrace;
import atlasprox.spark.JobGroup;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * Shows progress while a command runs: a bar on a terminal, plain log lines elsewhere. Spark tells it of tasks, the job of phases
 * and rounds.
 */
public final class Reporting implements AutoCloseable {
    private final SparkContext context;
    private final Progress progress;
    private final TaskCount tasks;

    /** @param session whose tasks to count until this is closed */
    // Up to Java 21, the newest that Spark runs on, it is null where there is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    public Reporting(SparkSession session) {
        this.context = session.sparkContext();
        this.progress = new DescribedJobs(
                new JobGroup(context), System.console() == null ? new LineProgress() : new BarProgress());
        this.tasks = new TaskCount(progress);
        context.addSparkListener(tasks);
    }

    public Progress progress() {
        return progress;
    }

    @Override
    public void close() {
        context.removeSparkListener(tasks);
        progress.end();
    }

    /** Counts tasks of the stages that Spark has begun since this was made; one that ends beyond these, of an earlier stage or tried again, does not count. */
    static final class TaskCount extends SparkListener {
        private final Progress progress;
        private int done;
        private int total;

        TaskCount(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void onStageSubmitted(SparkListenerStageSubmitted stage) {
            begun(stage.stageInfo().numTasks());
        }

        synchronized void begun(int tasks) {
            if (done == total) {
                done = 0;
                total = 0;
            }
            total += tasks;
        }

        @Override
        public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
            if (done < total) {
                progress.tasks(++done, total);
            }
        }
    }

    /** The numbers of a round in one line, in the words of both forms of progress. */
    static String words(RoundTrace trace, int rounds, double secondsLeft) {
        String speed = trace.cells() == 0 || trace.seconds() <= 0
                ? ""
                : String.format(", %,.0f cells/s", trace.cells() / trace.seconds());
        return String.format(
                "round %d/%d: objective %s, worst batch %s %.6g, largest change %.3g%s, %s left",
                trace.round(),
                rounds,
                objective(trace),
                Shown.name(trace.worstBatch()),
                trace.worstLoss(),
                trace.largestChange(),
                speed,
                time(secondsLeft));
    }

    /** The objective, and whether it rose. */
    static String objective(RoundTrace trace) {
        return String.format(trace.hasRisen() ? "%.6g (it rose)" : "%.6g", trace.objective());
    }

    /** Times that are no numbers come of clocks that jump. */
    static String time(double given) {
        double seconds = given > 0 ? given : 0;
        return seconds < 60
                ? String.format("%.0f s", seconds)
                : String.format("%d min %02d s", (long) seconds / 60, (long) seconds % 60);
    }
}
