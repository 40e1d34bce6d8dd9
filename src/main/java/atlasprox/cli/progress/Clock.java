package atlasprox.cli.progress;

import atlasprox.rounds.RoundTrace;
import java.util.function.LongSupplier;

/** Speed and time left, from what a phase has done so far. */
final class Clock {
    /** A clock that stands still or goes back must not make speeds infinite or times negative. */
    private static final long LEAST_NANOS = 1_000_000L;

    private final LongSupplier nanos;
    private long cells;
    private long start;
    private double roundSeconds;

    Clock() {
        this(System::nanoTime);
    }

    /** @param nanos a clock in nanoseconds from any point on */
    Clock(LongSupplier nanos) {
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    void start(long phaseCells) {
        cells = phaseCells;
        start = nanos.getAsLong();
        roundSeconds = 0.0;
    }

    /** Takes note of a round; returns the seconds that the others will take, going by the mean so far. */
    double round(RoundTrace trace, int rounds) {
        roundSeconds += trace.seconds();
        return roundSeconds / trace.round() * (rounds - trace.round());
    }

    /** Cells per second when so many of the phase's tasks are done; nothing where its cells are not known. */
    String speed(int done, int total) {
        return cells == 0 || total == 0 ? "" : String.format("%,.0f cells/s", cells * share(done, total) / seconds());
    }

    /** The time that the rest of the phase's tasks will take, going by the ones done so far. */
    String left(int done, int total) {
        if (done == 0 || total == 0) {
            return "some time left";
        }
        double share = share(done, total);
        return Reporting.time(seconds() * (1.0 - share) / share) + " left";
    }

    private double seconds() {
        return Math.max(LEAST_NANOS, nanos.getAsLong() - start) / 1e9;
    }

    private static double share(int done, int total) {
        return (double) done / total;
    }
}
