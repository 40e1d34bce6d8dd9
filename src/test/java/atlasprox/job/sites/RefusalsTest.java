package atlasprox.job.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.ml.BatchRefiner;
import atlasprox.read.table.CountChoice;
import atlasprox.sites.ExchangeAccess;
import atlasprox.sites.Offer;
import atlasprox.sites.folder.Claim;
import atlasprox.sites.folder.ExchangeFolder;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.folder.Waiting;
import atlasprox.sites.keys.Keys;
import atlasprox.sites.keys.Signing;
import atlasprox.sites.message.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site that does not take part in what the coordinator offers tells it so, before any cell is read. */
class RefusalsTest {
    private static final List<String> SITES = List.of("north", "south");

    @TempDir
    private Path place;

    private ExchangeFolder folder;

    @BeforeEach
    void open() throws IOException {
        folder = ExchangeFolder.open(
                new Configuration(), place.resolve("exchange").toString());
    }

    @Test
    void sumsOverTooFewCells() {
        offer(Signing.NONE, offer(Map.of("minCells", 3)));
        refuses(() -> toEmbeddings("north", Signing.NONE)).hasMessageContaining("over 3 cells or more");
        assertThat(note("north")).exists();
    }

    @Test
    void anotherVersion() {
        offer(Signing.NONE, new Offer("0.0", "abacus", new TreeMap<>(Map.of("minCells", 10)), List.of()));
        refuses(() -> toEmbeddings("north", Signing.NONE)).hasMessageContaining("the coordinator runs version 0.0");
        assertThat(note("north")).exists();
    }

    @Test
    void keysOnOneSideOnly() throws IOException {
        Path keys = place.resolve("keys");
        for (String side : List.of("north", Mailbox.COORDINATOR)) {
            Keys.make(keys, side);
        }
        offer(Signing.NONE, offer(Map.of("minCells", 10)));
        refuses(() -> toEmbeddings("north", Keys.of(keys, "north"))).hasMessageContaining("not signed");
        assertThat(note("north")).exists();
    }

    @Test
    void optionsOfAnotherKindOfFit() {
        offer(Signing.NONE, offer(Map.of("minCells", 10)));
        refuses(() -> toEmbeddings("north", Signing.NONE, "--layer"))
                .hasMessageStartingWith("--layer is not an option of a fit to embeddings");
        assertThat(note("north")).exists();
    }

    @Test
    void optionsAndMasksOfCounts() {
        offer(Signing.NONE, offer(Map.of("minCells", 10, "method", "scfedvi", "masks", true)));
        refuses(() -> toCounts("north", Signing.NONE, "--guide"))
                .hasMessageStartingWith("--guide is not an option of a fit to counts");
        assertThat(note("north")).exists();
        refuses(() -> toCounts("south", Signing.NONE)).hasMessageContaining("which takes keys");
        assertThat(note("south")).exists();
    }

    /** Which would be found only once all have counted their cells. */
    @Test
    void aKeyThatIsMissing() throws IOException {
        Path keys = place.resolve("keys");
        for (String side : List.of("north", Mailbox.COORDINATOR)) {
            Keys.make(keys, side);
        }
        offer(Keys.of(keys, Mailbox.COORDINATOR), offer(Map.of("minCells", 10, "method", "scfedvi", "masks", true)));
        refuses(() -> toCounts("north", Keys.of(keys, "north"))).hasMessageContaining("south.pub");
        assertThat(note("north")).exists();
    }

    @Test
    void whoHasNoPartInItLeavesNothing() {
        offer(Signing.NONE, offer(Map.of("minCells", 10)));
        refuses(() -> toEmbeddings("east", Signing.NONE)).hasMessageContaining("'east' is none of them");
        assertThat(note("east")).doesNotExist();
    }

    private static Offer offer(Map<String, Object> settings) {
        return Offer.of(new TreeMap<>(settings));
    }

    private void offer(Signing signing, Offer offer) {
        new Mailbox(folder, new Mailbox.Attempt("run", 1, SITES), Mailbox.COORDINATOR, signing, null)
                .send(0, "offer", "the offer", null, 0, Content.line(offer));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refuses(ThrowingCallable site) {
        return assertThatThrownBy(site).isInstanceOf(BadDataException.class);
    }

    private void toEmbeddings(String site, Signing signing, String... unfit) throws IOException {
        ExchangeAccess access = access(site, signing);
        try (Claim claim = access.claim()) {
            new SiteJob(new BatchRefiner(), access, 10, false, List.of(unfit), null).fit(claim, params -> {
                throw new IllegalStateException("cells are read");
            });
        }
    }

    private void toCounts(String site, Signing signing, String... unfit) throws IOException {
        ExchangeAccess access = access(site, signing);
        try (Claim claim = access.claim()) {
            new CountSiteJob(access, 10, "fail", List.of(), false, List.of(unfit), null)
                    .write(
                            null,
                            claim,
                            batch -> {
                                throw new IllegalStateException("cells are read");
                            },
                            new CountChoice("X", Optional.empty(), Optional.empty()),
                            null);
        }
    }

    private ExchangeAccess access(String site, Signing signing) {
        return new ExchangeAccess(
                folder, site, signing, Waiting.atMost(Duration.ofSeconds(5), line -> {}), Duration.ofMillis(30));
    }

    private Path note(String site) {
        return place.resolve("exchange/attempt-1").resolve(site).resolve("0000-failed.jsonl");
    }
}
