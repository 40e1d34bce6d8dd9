package atlasprox.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StopwatchTest {

    @Test
    void secondsGoByItsOwnClockWhateverTheCalendarSays() {
        AtomicLong nanos = new AtomicLong(-5_000_000_000L);
        Instant future = Instant.now().plusSeconds(86_400);
        Stopwatch watch = Stopwatch.of(future, nanos::get);
        nanos.addAndGet(2_345_678_901L);
        assertThat(watch.seconds()).isEqualTo(2.345);
        assertThat(watch.started()).isEqualTo(future.toString());
    }

    @Test
    void secondsAreNeverNegative() {
        AtomicLong nanos = new AtomicLong();
        Stopwatch watch = Stopwatch.of(Instant.EPOCH, nanos::get);
        nanos.set(-3_600_000_000_000L);
        assertThat(watch.seconds()).isZero();
    }

    @Test
    void runsFromItsStart() {
        assertThat(Stopwatch.start().seconds()).isBetween(0.0, 60.0);
    }
}
