package atlasprox.job;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When something began, by the calendar, and how long it has been going on, by a clock of its own: the machine's calendar may be set
 * while a run lasts, forward or back, and must not make it take hours or less than nothing.
 */
public final class Stopwatch {
    private final Instant started;
    private final LongSupplier nanos;
    private final long start;

    private Stopwatch(Instant started, LongSupplier nanos) {
        this.started = started;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    /** @return a watch that runs from now on */
    public static Stopwatch start() {
        return of(Instant.now(), System::nanoTime);
    }

    /**
     * @param started what the calendar says
     * @param nanos a clock in nanoseconds from any point on
     * @return a watch that runs from now on
     */
    static Stopwatch of(Instant started, LongSupplier nanos) {
        return new Stopwatch(started, nanos);
    }

    /** @return the start in UTC, ISO 8601 */
    public String started() {
        return started.toString();
    }

    /** @return the seconds since the start, to the millisecond, at least 0 */
    public double seconds() {
        return TimeUnit.NANOSECONDS.toMillis(Math.max(0L, nanos.getAsLong() - start)) / 1e3;
    }
}
