package atlasprox.ml;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.Json;
import atlasprox.rounds.RoundTrace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FitProgressTest {

    @Test
    void tellsTheLastRound() {
        FitProgress progress = new FitProgress();
        assertThat(Json.line(progress.state())).isEqualTo("{\"round\":0,\"rounds\":0,\"objective\":0.0}");
        progress.onRound(round(1, 2.5), 8);
        progress.onRound(round(2, 1.5), 8);
        assertThat(Json.line(progress.state())).isEqualTo("{\"round\":2,\"rounds\":8,\"objective\":1.5}");
    }

    private static RoundTrace round(int number, double objective) {
        return new RoundTrace(
                number, objective, false, 1.0, "a", 0.5, List.of(), List.of(), Map.of(), Map.of(), 10L, 1.0);
    }
}
