package atlasprox.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.read.delta.DeltaTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SessionsTest {

    @Test
    void theDriverTakesResultsAsItsHeapHasRoomButNeverLessThanSparkLetsIt() {
        assertThat(Sessions.mostResults(12L << 30)).isEqualTo(Long.toString(3L << 30));
        assertThat(Sessions.mostResults(600L << 20)).isEqualTo(Long.toString(1L << 30));
    }

    @Test
    void deltaIsTheOnlyExtensionWhereNoneIsGiven() {
        assertThat(Sessions.withDelta(Optional.empty())).isEqualTo(DeltaTables.EXTENSION);
        assertThat(Sessions.withDelta(Optional.of(" "))).isEqualTo(DeltaTables.EXTENSION);
    }

    @Property(tries = 200)
    void extensionsThatAreGivenStayInTheirOrderAndDeltasIsAmongThemOnce(
            @ForAll @Size(min = 1, max = 4) List<@AlphaChars @StringLength(min = 1, max = 9) String> others,
            @ForAll @IntRange(min = -1, max = 4) int delta) {
        List<String> given = new ArrayList<>(others);
        if (delta >= 0) {
            given.add(Math.min(delta, given.size()), DeltaTables.EXTENSION);
        }
        List<String> expected = new ArrayList<>(given);
        if (delta < 0) {
            expected.add(DeltaTables.EXTENSION);
        }
        assertThat(Sessions.withDelta(Optional.of(String.join(",", given))).split(","))
                .containsExactlyElementsOf(expected);
    }
}
