package atlasprox.job.sites;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of five batches, the second, third and fifth are the site's own, two of them of one client. */
class OwnClientsTest {
    private static final OwnClients OWN = new OwnClients(new TreeMap<>(Map.of(1, "x", 2, "y", 4, "x")));

    @Test
    void asToldTheyMayHaveAnyNumbers() {
        OWN.requireAs(new int[] {0, 1, 2, 0, 1});
        OWN.requireAs(new int[] {4, 3, 0, 1, 3});
    }

    /** Apart, together, with one of another site, with numbers that there are not, or of fewer batches. */
    @ParameterizedTest
    @ValueSource(strings = {"0,1,2,0,3", "0,1,1,0,1", "1,1,2,0,1", "0,5,2,0,5", "0,-1,2,0,-1", "9,1,2,0,1", "0,1,2,0"})
    void otherwiseTheyAreRefused(String numbers) {
        int[] clientOf =
                Arrays.stream(numbers.split(",")).mapToInt(Integer::parseInt).toArray();
        assertThatThrownBy(() -> OWN.requireAs(clientOf))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("gathers this site's batches to other clients than the site has told");
    }
}
