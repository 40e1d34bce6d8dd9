package atlasprox.job.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.scfedvi.fit.ClientBatches;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whose the batches of all sites are, of which each site tells its own. */
class CountFitTest {
    private static final List<String> BATCHES = List.of("a", "b", "lab@south", "p");

    @Test
    void clientsOfAllSites() {
        assertThat(clients(Map.of(0, Map.of(0, "lab@north", 1, "lab@north"), 2, Map.of(2, "lab@south", 3, "p")))
                        .clientOf())
                .containsExactly(0, 0, 1, 2);
    }

    /** One site has a client 'lab' of several batches, the other a batch that is called what that is told as. */
    @Test
    void aClientOfOneSiteAndABatchOfAnotherThatAreCalledTheSame() {
        refuses(
                Map.of(0, Map.of(0, "lab@south", 1, "lab@south"), 2, Map.of(2, "lab@south", 3, "p")),
                "clients of two sites are both called 'lab@south'",
                "give one of them another name, or number those of one site by --pseudonyms");
    }

    @Test
    void whatNoSiteOfThisVersionSays() {
        Map<Integer, Map<Integer, String>> two = Map.of(0, Map.of(0, "a", 1, "b"), 1, Map.of(1, "b", 2, "c", 3, "d"));
        refuses(two, "two sites say whose batch 'b' is", "run the same version on all sides");
        refuses(Map.of(0, Map.of(0, "a", 1, "b")), "of some batches no site says whose they are");
        refuses(Map.of(0, Map.of(4, "a")), "a site says whose a batch is that there is not");
        refuses(Map.of(0, Map.of(-1, "a")), "a site says whose a batch is that there is not");
    }

    private static void refuses(Map<Integer, Map<Integer, String>> told, String... reasons) {
        assertThatThrownBy(() -> clients(told))
                .isInstanceOf(BadDataException.class)
                .hasMessageContainingAll(reasons);
    }

    private static ClientBatches clients(Map<Integer, Map<Integer, String>> told) {
        TreeMap<Integer, CountQuestions.BatchClients> bySite = new TreeMap<>();
        told.forEach((site, own) -> bySite.put(site, new CountQuestions.BatchClients(new TreeMap<>(own))));
        return CountFit.clients(BATCHES, bySite);
    }
}
