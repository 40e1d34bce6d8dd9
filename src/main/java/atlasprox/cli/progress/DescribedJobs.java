package atlasprox.cli.progress;

import atlasprox.job.Progress;
import atlasprox.rounds.RoundTrace;
import atlasprox.spark.JobGroup;
import org.apache.spark.SparkContext;

/**
 * Has Spark call its jobs by the phase that they belong to, beside showing progress.
 *
 * @param context the Spark context
 * @param shown shows progress
 */
record DescribedJobs(SparkContext context, Progress shown) implements Progress {

    @Override
    public void phase(String name, long cells) {
        JobGroup.begin(context, name);
        shown.phase(name, cells);
    }

    @Override
    public void tasks(int done, int total) {
        shown.tasks(done, total);
    }

    @Override
    public void round(RoundTrace trace, int rounds) {
        shown.round(trace, rounds);
    }

    @Override
    public void end() {
        shown.end();
        JobGroup.end(context);
    }
}
