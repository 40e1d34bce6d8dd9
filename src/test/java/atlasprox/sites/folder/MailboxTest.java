package atlasprox.sites.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.sites.keys.Signing;
import atlasprox.sites.message.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxTest {
    private static final byte[] CONTENT = bytes("[1,2]");

    @TempDir
    private Path place;

    private Mailbox coordinator;
    private Mailbox site;

    @BeforeEach
    void open() throws IOException {
        ExchangeFolder folder = ExchangeFolder.open(new Configuration(), place.toString());
        coordinator = box(folder, "run", Mailbox.COORDINATOR);
        site = box(folder, "run", "a");
    }

    @Test
    void aQuestionIsFoundAndAnswered() {
        assertThat(site.asked(2)).isEmpty();
        Message asked = ask();
        assertThat(site.asked(2)).contains(asked);
        Message answer = answer(asked.header().sha256());
        assertThat(coordinator.answer("a", asked)).contains(answer);
    }

    /** The note of a coordinator that failed before is no beginning. */
    @Test
    void anAttemptBeginsWithItsOffer() {
        Mailbox next = new Mailbox(
                site.folder(), new Mailbox.Attempt("run", 2, List.of("a")), Mailbox.COORDINATOR, Signing.NONE, null);
        next.send(0, "failed", "a failure", null, 0, CONTENT);
        assertThat(Mailbox.newest(site.folder())).isEmpty();
        coordinator.send(0, "offer", "the offer", null, 0, CONTENT);
        assertThat(Mailbox.newest(site.folder())).contains(1);
        assertThat(site.isSuperseded()).isFalse();
        next.send(0, "offer", "the offer", null, 0, CONTENT);
        assertThat(site.isSuperseded()).isTrue();
    }

    @Test
    void whatWasSaidIsNotSaidOtherwise() {
        Message asked = ask();
        assertThat(ask()).isEqualTo(asked);
        assertThatThrownBy(() -> coordinator.send(2, "sums", "round 1 of 2", null, 0, bytes("[1,3]")))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("what it would send now differs");
    }

    @Test
    void anAnswerToAnotherQuestionIsRefused() {
        Message asked = ask();
        answer("another");
        assertThatThrownBy(() -> coordinator.answer("a", asked))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("of 'a' answers another question");
    }

    /** A message of an earlier round, or run, that someone puts in the place of another one. */
    @Test
    void aReplayedMessageIsRefused() throws IOException {
        Message asked = ask();
        answer(asked.header().sha256());
        Files.copy(file("a/0002-sums"), file("a/0003-sums"));
        assertThatThrownBy(() -> coordinator.find("a", 3, "sums"))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("it was put there from elsewhere");
        Mailbox other = box(site.folder(), "another run", Mailbox.COORDINATOR);
        assertThatThrownBy(() -> other.find("a", 2, "sums"))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("it was put there from elsewhere");
    }

    @Test
    void halfAMessageIsNotThereUntilItHasItsName() throws IOException {
        Message asked = ask();
        Files.createDirectories(file("a/0002-sums").getParent());
        Files.write(file("a/0002-sums").resolveSibling("_part-1"), new byte[10]);
        assertThat(coordinator.find("a", 2, "sums")).isEmpty();
        Files.write(file("a/0002-sums"), new byte[10]);
        assertThatThrownBy(() -> coordinator.answer("a", asked))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("0002-sums.jsonl is damaged")
                .hasMessageContaining("delete it");
    }

    private Message ask() {
        return coordinator.send(2, "sums", "round 1 of 2", null, 0, CONTENT);
    }

    private Message answer(String to) {
        return site.send(2, "sums", "round 1 of 2", to, 10, bytes("{}"));
    }

    private Path file(String name) {
        return place.resolve("attempt-1").resolve(name + ".jsonl");
    }

    private static Mailbox box(ExchangeFolder folder, String run, String self) {
        Waiting waiting = Waiting.atMost(Duration.ofMillis(10), line -> {});
        return new Mailbox(folder, new Mailbox.Attempt(run, 1, List.of("a")), self, Signing.NONE, waiting);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
