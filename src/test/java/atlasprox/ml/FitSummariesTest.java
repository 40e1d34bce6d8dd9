package atlasprox.ml;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.federate.RoundTrace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FitSummariesTest {

    @Test
    void namesTheRoundsInWhichTheObjectiveRose() {
        assertThat(FitSummaries.rises(trace(false, false, true, false, false, true, true)))
                .containsExactly(
                        "The objective rose in rounds 3, 6 and 7 of 7, which is no convergence: see in the trace what"
                                + " became of separation and preserved structure.");
        assertThat(FitSummaries.rises(trace(false, true, true)).get(0))
                .startsWith("The objective rose in rounds 2 and 3 of 3,");
        assertThat(FitSummaries.rises(trace(false, true)).get(0)).startsWith("The objective rose in round 2 of 2,");
    }

    @Test
    void warnsOfNothingWhereTheObjectiveFellOrWasNotWatched() {
        assertThat(FitSummaries.rises(trace(false, false))).isEmpty();
        assertThat(FitSummaries.rises(trace(null, null))).isEmpty();
        assertThat(FitSummaries.rises(List.of())).isEmpty();
    }

    private static List<RoundTrace> trace(Boolean... rose) {
        List<RoundTrace> trace = new ArrayList<>();
        for (Boolean risen : rose) {
            int round = trace.size() + 1;
            trace.add(new RoundTrace(round, 1, risen, 0.0, 1, "a", 0, List.of(), null, null, null, 0, 0));
        }
        return trace;
    }
}
