package atlasprox.sites.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.sites.keys.Keys;
import atlasprox.sites.keys.Signing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageTest {
    private static final byte[] CONTENT = "{\"n\":[1.5,2]}".getBytes(StandardCharsets.UTF_8);

    @Test
    void whatWasWrittenIsRead() {
        Message message = message(CONTENT);
        assertThat(Message.read(message.written(Signing.NONE), "here", Signing.NONE))
                .isEqualTo(message);
    }

    @Test
    void anyByteThatIsLackingOrChangedIsFound() {
        byte[] written = message(CONTENT).written(Signing.NONE);
        for (int length = 0; length < written.length; length++) {
            byte[] half = Arrays.copyOf(written, length);
            assertThatThrownBy(() -> Message.read(half, "here", Signing.NONE))
                    .as("%d bytes", length)
                    .isInstanceOf(BadDataException.class)
                    .hasMessageContaining("here");
        }
        for (int place = 0; place < written.length; place++) {
            byte[] other = written.clone();
            other[place] ^= 1;
            assertThatThrownBy(() -> Message.read(other, "here", Signing.NONE))
                    .as("byte %d", place)
                    .isInstanceOf(BadDataException.class)
                    .hasMessageContaining("here");
        }
    }

    @Test
    void aForgedMessageIsNotSignedByItsSender(@TempDir Path folder, @TempDir Path forger) throws IOException {
        Keys.make(folder, "a");
        Keys.make(forger, "a");
        Keys keys = Keys.of(folder, "a");
        byte[] written = message(CONTENT).written(keys);
        assertThat(Message.read(written, "here", keys).content()).isEqualTo(CONTENT);
        assertThatThrownBy(() -> Message.read(message(CONTENT).written(Keys.of(forger, "a")), "here", keys))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("not signed by its key");
        assertThatThrownBy(() -> Message.read(message(CONTENT).written(Signing.NONE), "here", keys))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("is not signed");
    }

    private static Message message(byte[] content) {
        return new Message(
                new Header(
                        Header.FORMAT,
                        "run",
                        1,
                        3,
                        "sums",
                        "round 1 of 2",
                        "a",
                        List.of("a", "b"),
                        "question",
                        10,
                        content.length,
                        Message.sha256(content)),
                content);
    }
}
