package atlasprox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionsTest {

    @Test
    void theDriverTakesResultsAsItsHeapHasRoomButNeverLessThanSparkLetsIt() {
        assertThat(Sessions.mostResults(12L << 30)).isEqualTo(Long.toString(3L << 30));
        assertThat(Sessions.mostResults(600L << 20)).isEqualTo(Long.toString(1L << 30));
    }
}
