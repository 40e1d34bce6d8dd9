package atlasprox.cli.progress;

import atlasprox.job.Progress;
import atlasprox.rounds.RoundTrace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Progress as log lines: every phase, every round, and long passes every few seconds. */
final class LineProgress implements Progress {
    private static final Logger LOG = LoggerFactory.getLogger("atlasprox");
    private static final long QUIET_NANOS = 5_000_000_000L;

    private final Clock clock = new Clock();
    private long lastLine;

    @Override
    public synchronized void phase(String name, long cells) {
        clock.start(cells);
        lastLine = System.nanoTime();
        LOG.info("{}", name);
    }

    @Override
    public synchronized void tasks(int done, int total) {
        if (System.nanoTime() - lastLine >= QUIET_NANOS) {
            lastLine = System.nanoTime();
            String speed = clock.speed(done, total);
            LOG.info("{} of {} tasks, {}{}", done, total, speed.isEmpty() ? "" : speed + ", ", clock.left(done, total));
        }
    }

    @Override
    public synchronized void round(RoundTrace trace, int rounds) {
        lastLine = System.nanoTime();
        LOG.info("{}", Reporting.words(trace, rounds, clock.round(trace, rounds)));
    }

    @Override
    public void end() {
        // Lines need no closing.
    }
}
