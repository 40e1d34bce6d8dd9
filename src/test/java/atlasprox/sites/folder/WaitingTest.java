package atlasprox.sites.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaitingTest {
    @Test
    void whatIsThereIsNotWaitedFor() {
        List<String> said = new ArrayList<>();
        assertThat(waiting(Duration.ofHours(1), said).until(() -> Optional.of(7), () -> "'a'"))
                .isEqualTo(7);
        assertThat(said).isEmpty();
    }

    @Test
    void itSaysNowAndThenWhomItWaitsFor() {
        List<String> said = new ArrayList<>();
        AtomicInteger looks = new AtomicInteger();
        waiting(Duration.ofHours(1), said)
                .until(() -> said.size() < 2 ? Optional.empty() : Optional.of(looks.incrementAndGet()), () -> "'a'");
        assertThat(said).hasSize(2).allMatch(line -> line.startsWith("waiting for 'a', "));
    }

    @Test
    void whoDoesNotComeIsNamed() {
        assertThatThrownBy(() -> waiting(Duration.ofMillis(50), new ArrayList<>())
                        .until(Optional::empty, () -> "'c' to answer message 3"))
                .isInstanceOf(LateException.class)
                .hasMessageContaining("for 'c' to answer message 3 (--wait)")
                .hasMessageContaining("start this command again");
    }

    /** From fifty a second to one in five seconds. */
    @Test
    void looksBecomeRarer() {
        Waiting waiting = Waiting.atMost(Duration.ofHours(1), line -> {});
        assertThat(waiting.pause(Duration.ZERO)).isEqualTo(Duration.ofMillis(20));
        assertThat(waiting.pause(Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(100));
        assertThat(waiting.pause(Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(2));
        assertThat(waiting.pause(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void timesAreInWords() {
        assertThat(Waiting.words(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(Waiting.words(Duration.ofMinutes(61))).isEqualTo("1 h 1 min");
        assertThat(Waiting.words(Duration.ofHours(2))).isEqualTo("2 h");
    }

    private static Waiting waiting(Duration longest, List<String> said) {
        return new Waiting(longest, Duration.ofMillis(20), Duration.ofMillis(5), said::add);
    }
}
