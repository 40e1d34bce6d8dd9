package atlasprox.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.math.Moments;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RosterTest {
    @Test
    void whatSeveralSitesUseHasTheSiteAfterIt() {
        Roster roster = join(Map.of("north", batches(9, "p", "q"), "south", batches(9, "p")));
        assertThat(roster.clients()).containsExactly("p@north", "p@south", "q");
        assertThat(roster.numbersOf("north")).containsExactly(0, 2);
    }

    /** One is called so by its site, the other because two sites have a p. */
    @Test
    void twoBatchesOfOneNameAreRefused() {
        assertThatThrownBy(() ->
                        join(Map.of("north", batches(9, "p"), "south", batches(9, "p"), "west", batches(9, "p@north"))))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("a batch of 'north' and one of 'west' are both called 'p@north'");
    }

    /** The site calls it so itself, and nobody else has an x. */
    @Test
    void aNameWithTheSiteAfterItMayBeOfABatchOfItsOwn() {
        Roster roster = join(Map.of("north", batches(9, "x", "x@north"), "south", batches(9, "y")));
        assertThat(roster.seenBy("north", Map.of("x", "known as x", "x@north", "known as x@north")))
                .containsExactly("known as x", "known as x@north", null);
    }

    @Test
    void aBatchHasCells() {
        assertThatThrownBy(() -> join(Map.of("north", batches(-3, "p"))))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("'north' tells of a batch 'p' of -3 cells");
    }

    private static Roster join(Map<String, SiteCensus> told) {
        return Roster.join(new TreeMap<>(told), false).roster();
    }

    private static SiteCensus batches(long cells, String... names) {
        List<SiteCensus.Client> clients = Arrays.stream(names)
                .map(name -> new SiteCensus.Client(name, cells, 0L, new Moments(1)))
                .toList();
        return new SiteCensus(1, clients);
    }
}
