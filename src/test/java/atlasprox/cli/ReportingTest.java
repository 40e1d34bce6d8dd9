package atlasprox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.federate.RoundTrace;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportingTest {

    @Test
    void aRoundsLineSaysThatTheObjectiveRose() {
        assertThat(Reporting.words(round(true), 8, 2))
                .isEqualTo(
                        "round 5/8: objective 4.25000 (it rose), worst batch 'b' 8.50000, largest change 0.500, 100 cells/s, 2 s left");
        assertThat(Reporting.words(round(false), 8, 2)).contains("objective 4.25000, worst");
        assertThat(Reporting.words(round(null), 8, 2)).contains("objective 4.25000, worst");
    }

    private static RoundTrace round(Boolean rose) {
        return new RoundTrace(5, 4.25, rose, 0.0, 8.5, "b", 0.5, List.of(), null, null, null, null, 200, 2);
    }
}
