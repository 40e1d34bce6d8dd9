package atlasprox.cli.progress;

import atlasprox.job.Progress;
import atlasprox.rounds.RoundTrace;
import atlasprox.spark.JobGroup;

/**
 * Has Spark call its jobs by the phase that they belong to, beside showing progress.
 *
 * @param jobs describes the jobs of this thread
 * @param shown shows progress
 */
record DescribedJobs(JobGroup jobs, Progress shown) implements Progress {

    @Override
    public void phase(String name, long cells) {
        jobs.begin(name);
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
        jobs.close();
    }
}
