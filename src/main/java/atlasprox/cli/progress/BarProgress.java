package atlasprox.cli.progress;

import atlasprox.job.Progress;
import atlasprox.rounds.RoundTrace;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress as a bar on a terminal: tasks of a pass, or rounds of a fit. */
final class BarProgress implements Progress {
    private final Clock clock = new Clock();
    private ProgressBar bar;
    private boolean inRounds;

    @Override
    public synchronized void phase(String name, long cells) {
        end();
        clock.start(cells);
        inRounds = false;
        bar = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(1)
                .setStyle(ProgressBarStyle.ASCII)
                .clearDisplayOnFinish()
                .build();
    }

    @Override
    public synchronized void tasks(int done, int total) {
        if (bar != null && !inRounds) {
            bar.maxHint(total).stepTo(done).setExtraMessage(clock.speed(done, total));
        }
    }

    @Override
    public synchronized void round(RoundTrace trace, int rounds) {
        if (bar != null) {
            inRounds = true;
            bar.maxHint(rounds).stepTo(trace.round()).setExtraMessage("objective " + Reporting.objective(trace));
        }
    }

    @Override
    public synchronized void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
