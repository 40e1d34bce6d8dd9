package atlasprox.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.job.Progress;
import atlasprox.rounds.RoundTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportingTest {

    @Test
    void aRoundsLineSaysThatTheObjectiveRose() {
        assertThat(Reporting.words(round(true), 8, 2))
                .isEqualTo(
                        "round 5/8: objective 4.25000 (it rose), worst batch 'b' 8.50000, largest change 0.500, 100 cells/s, 2 s left");
        assertThat(Reporting.words(round(false), 8, 2)).contains("objective 4.25000, worst");
        assertThat(Reporting.words(round(null), 8, 2)).contains("objective 4.25000, worst");
    }

    /** Backward, not at all, and by a day. */
    @ParameterizedTest
    @ValueSource(longs = {-3_600_000_000_000L, 0, 86_400_000_000_000L})
    void speedsAndTimesLeftAreSoundWhereTheClockJumps(long jump) {
        AtomicLong nanos = new AtomicLong(17);
        Clock clock = new Clock(nanos::get);
        clock.start(1000);
        nanos.addAndGet(jump);
        for (int total : new int[] {0, 1, 4}) {
            int done = Math.min(1, total);
            assertThat(clock.left(done, total)).matches("(\\d+ s|\\d+ min \\d\\d s|some time) left");
            assertThat(clock.speed(done, total)).matches("|[\\d,]+ cells/s");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-3600, Double.NaN, Double.NEGATIVE_INFINITY, 0})
    void timesThatAreNoneAreShownAsNone(double seconds) {
        assertThat(Reporting.time(seconds)).isEqualTo("0 s");
    }

    @Test
    void aRoundThatTookNoTimeHasNoSpeed() {
        assertThat(Reporting.words(round(null, 0), 8, -3)).endsWith("largest change 0.500, 0 s left");
    }

    /** As in a session in which another command is at work. */
    @Test
    void aTaskOfAStageThatBeganBeforeIsNotCounted() {
        List<String> told = new ArrayList<>();
        Reporting.TaskCount count = new Reporting.TaskCount(new Progress() {
            @Override
            public void phase(String name, long cells) {}

            @Override
            public void tasks(int done, int total) {
                told.add(done + " of " + total);
            }

            @Override
            public void round(RoundTrace trace, int rounds) {}

            @Override
            public void end() {}
        });
        count.onTaskEnd(null);
        assertThat(told).isEmpty();
        count.begun(2);
        count.onTaskEnd(null);
        count.onTaskEnd(null);
        count.onTaskEnd(null);
        assertThat(told).containsExactly("1 of 2", "2 of 2");
        count.begun(1);
        count.onTaskEnd(null);
        assertThat(told).endsWith("1 of 1");
    }

    private static RoundTrace round(Boolean rose) {
        return round(rose, 2);
    }

    private static RoundTrace round(Boolean rose, double seconds) {
        return new RoundTrace(5, 4.25, rose, 8.5, "b", 0.5, List.of(), null, Map.of(), Map.of(), 200, seconds);
    }
}
