package atlasprox.job.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.scfedvi.CellNumbers;
import atlasprox.sites.folder.ExchangeFolder;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.keys.Keys;
import atlasprox.sites.keys.Signing;
import atlasprox.sites.message.Content;
import atlasprox.sites.message.Header;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three sites with keys in a folder: masks are the same as long as everything is, and others as soon as anything differs. */
class MaskedSumsTest {
    private static final List<String> SITES = List.of("a", "b", "c");
    private static final int LENGTH = 100;

    @TempDir
    private Path place;

    private Path keys;
    private int exchanges;
    private String keyless = "";

    @BeforeEach
    void makeKeys() throws IOException {
        keys = place.resolve("keys");
        for (String side : List.of(Mailbox.COORDINATOR, "a", "b", "c")) {
            Keys.make(keys, side);
        }
    }

    @Test
    void theTotalIsThatOfTheSums() throws IOException {
        long[] total = new long[LENGTH];
        for (String site : SITES) {
            long[] masks = masks(site, "cells", SITES, "question");
            Arrays.setAll(total, i -> total[i] + masks[i]);
        }
        assertThat(total).containsOnly(0L);
    }

    @Test
    void aSiteThatIsStartedAgainHasTheSame() throws IOException {
        assertThat(masks("b", "cells", SITES, "question")).isEqualTo(masks("b", "cells", SITES, "question"));
    }

    @Test
    void anotherQuestionOtherCellsAndOtherSitesHaveOthers() throws IOException {
        long[] usual = masks("b", "cells", SITES, "question");
        assertApart(usual, masks("b", "cells", SITES, "another"));
        assertApart(usual, masks("b", "cells and one more", SITES, "question"));
        assertApart(usual, masks("b", "cells", List.of("a", "b"), "question"));
    }

    private static void assertApart(long[] one, long[] other) {
        for (int i = 0; i < LENGTH; i++) {
            assertThat(one[i]).isNotEqualTo(other[i]);
        }
    }

    @Test
    void ofASiteWhoseKeyIsNotKnownNothingIsBelieved() throws IOException {
        Path others = Files.createDirectories(place.resolve("keys-of-b"));
        for (String file : List.of("b.key", "b.pub", "a.pub", "coordinator.pub")) {
            Files.copy(keys.resolve(file), others.resolve(file));
        }
        assertThatThrownBy(() -> masks("b", "cells", SITES, "question", others))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("c.pub");
    }

    @Test
    void aSiteThatSendsNoKeyIsNamed() {
        keyless = "c";
        assertThatThrownBy(() -> masks("b", "cells", SITES, "question"))
                .isInstanceOf(BadDataException.class)
                .hasMessageStartingWith("'c' takes part without batches, or without --keys");
    }

    @Test
    void withoutAKeyThereAreNone() throws IOException {
        assertThat(MaskedSums.of(box(folder("unsigned"), SITES, "a", Signing.NONE), Signing.NONE))
                .isEmpty();
    }

    private long[] masks(String site, String cells, List<String> sites, String question) throws IOException {
        return masks(site, cells, sites, question, keys);
    }

    /** The masks of one site, in an exchange of its own in which site a has told of such cells. */
    private long[] masks(String site, String cells, List<String> sites, String question, Path known)
            throws IOException {
        ExchangeFolder folder = folder(site + cells + sites + question + exchanges++);
        Mailbox coordinator = box(folder, sites, Mailbox.COORDINATOR, Keys.of(keys, Mailbox.COORDINATOR));
        Header asked =
                coordinator.send(3, "shards", "shards", null, 0, bytes("how")).header();
        for (String other : sites) {
            Signing signing = Keys.of(keys, other);
            Mailbox box = box(folder, sites, other, signing);
            CountQuestions.Shards told = new CountQuestions.Shards(
                    CellNumbers.none(1, 1),
                    cells,
                    other.equals(keyless)
                            ? null
                            : MaskedSums.of(box, signing).orElseThrow().shared());
            box.send(3, "shards", "shards", asked.sha256(), 1, Content.line(new TreeMap<>(Map.of(0, told))));
        }
        Signing own = Keys.of(known, site);
        MaskedSums masked = MaskedSums.of(box(folder, sites, site, own), own).orElseThrow();
        masked.toldIn(asked);
        long[] sums = new long[LENGTH];
        masked.add(
                coordinator
                        .send(4, "train", "round 1", null, 0, bytes(question))
                        .header(),
                sums);
        return sums;
    }

    private ExchangeFolder folder(String name) throws IOException {
        return ExchangeFolder.open(
                new Configuration(),
                place.resolve(Integer.toHexString(name.hashCode())).toString());
    }

    private static Mailbox box(ExchangeFolder folder, List<String> sites, String self, Signing signing) {
        return new Mailbox(folder, new Mailbox.Attempt("run", 1, sites), self, signing, null);
    }

    private static byte[] bytes(String text) {
        return Content.line(text);
    }
}
