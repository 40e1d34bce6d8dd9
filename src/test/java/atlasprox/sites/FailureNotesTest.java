package atlasprox.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.sites.folder.Claim;
import atlasprox.sites.folder.ExchangeFolder;
import atlasprox.sites.folder.LateException;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.folder.Waiting;
import atlasprox.sites.keys.Signing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the coordinator hears of a site that fails. */
class FailureNotesTest {
    @TempDir
    private Path place;

    private ExchangeFolder folder;

    @BeforeEach
    void open() throws IOException {
        folder = ExchangeFolder.open(new Configuration(), place.toString());
    }

    /** Spark does not declare that it throws it. */
    @Test
    void whatSparkThrowsIsToldByItsCause() {
        fails(new SparkException("job aborted", new BadDataException("17 cells of Ms Smith")));
        assertTold("its data or settings");
    }

    @Test
    void thatMemoryRanOutIsTold() {
        fails(new OutOfMemoryError("Java heap space"));
        assertTold("an error");
    }

    /** Sites that are at work may go along without the one that is late. */
    @Test
    void whoHasOnlyWaitedLeavesNoNote() {
        FailureNotes watching = watching(new ArrayList<>());
        assertThatThrownBy(() -> told(() -> site().waiting().until(Optional::empty, () -> "'b'")))
                .isInstanceOf(LateException.class);
        watching.requireNone("a");
        assertThat(note()).doesNotExist();
    }

    @Test
    void whoeverComesAfterAFailureSaysSoAndWaits() throws IOException {
        fails(new IllegalStateException("killed"));
        List<String> said = new ArrayList<>();
        watching(said).requireNone("a");
        assertThat(said).containsExactly("'a' had stopped before; waiting for it");
        told(() -> {
            assertThat(note()).doesNotExist();
            return "well";
        });
    }

    private void assertTold(String kind) {
        Path kept = place.resolve("kept");
        assertThat(note()).exists();
        assertThatThrownBy(() -> {
                    Files.move(note(), kept);
                    FailureNotes watching = watching(new ArrayList<>());
                    Files.move(kept, note());
                    watching.requireNone("a");
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("'a' has stopped, for " + kind + ": its own output says more");
        assertThat(note()).content().doesNotContain("Smith");
    }

    private void fails(Throwable failure) {
        assertThatThrownBy(() -> told(() -> FailureNotesTest.<RuntimeException>thrown(failure)))
                .isSameAs(failure);
    }

    @SuppressWarnings("unchecked") // As Scala has it.
    private static <E extends Throwable> String thrown(Throwable failure) throws E {
        throw (E) failure;
    }

    private <T> T told(FailureNotes.Work<T> work) throws IOException {
        try (Claim claim = Claim.take(folder, "a", Duration.ofMillis(30))) {
            return FailureNotes.told(site(), claim, work);
        }
    }

    private FailureNotes watching(List<String> said) {
        return new FailureNotes(box(Mailbox.COORDINATOR), List.of("a"), said::add);
    }

    private Mailbox site() {
        return box("a");
    }

    private Mailbox box(String self) {
        return new Mailbox(
                folder,
                new Mailbox.Attempt("run", 1, List.of("a")),
                self,
                Signing.NONE,
                Waiting.atMost(Duration.ofMillis(10), line -> {}));
    }

    private Path note() {
        return place.resolve("attempt-1/a/0000-failed.jsonl");
    }
}
