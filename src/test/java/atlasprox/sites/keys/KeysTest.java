package atlasprox.sites.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    private static final byte[] TEXT = "one two".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void aSignatureIsOfOneSenderAndOneText() throws IOException {
        Keys.make(folder, "a");
        Keys.make(folder, "b");
        String signature = Keys.of(folder, "a").sign(TEXT);
        Signing check = Keys.toCheck(folder);
        assertThat(check.isBy("a", TEXT, signature)).isTrue();
        assertThat(check.isBy("b", TEXT, signature)).isFalse();
        assertThat(check.isBy("a", "one three".getBytes(StandardCharsets.UTF_8), signature))
                .isFalse();
        assertThat(check.isBy("a", TEXT, "nonsense")).isFalse();
        assertThat(check.isBy("a", TEXT, null)).isFalse();
    }

    @Test
    void thePrivateKeyIsItsOwnersAlone() throws IOException {
        Keys.make(folder.resolve("new"), "a");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("new/a.key"))))
                .isEqualTo("rw-------");
        assertThat(folder.resolve("new/a.pub")).content().startsWith("-----BEGIN PUBLIC KEY-----");
    }

    @Test
    void keysAreNotReplaced() throws IOException {
        Keys.make(folder, "a");
        assertThatThrownBy(() -> Keys.make(folder, "a")).isInstanceOf(FileAlreadyExistsException.class);
        Files.writeString(folder.resolve("b.pub"), "of someone else");
        assertThatThrownBy(() -> Keys.make(folder, "b")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(folder.resolve("b.key")).doesNotExist();
        assertThat(folder.resolve("b.pub")).hasContent("of someone else");
    }

    @Test
    void aSenderIsAName() throws IOException {
        Keys.make(folder.resolve("elsewhere"), "a");
        Signing check = Keys.toCheck(Files.createDirectory(folder.resolve("keys")));
        assertThatThrownBy(() -> check.isBy("../elsewhere/a", TEXT, ""))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("'../elsewhere/a', which is no name of a site");
    }

    @Test
    void aMissingKeyIsNamed() throws IOException {
        assertThatThrownBy(() -> Keys.of(folder, "a"))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("a.key")
                .hasMessageContaining("exchange keys");
        Files.writeString(folder.resolve("a.pub"), "no key");
        assertThatThrownBy(() -> Keys.toCheck(folder).isBy("a", TEXT, ""))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("a.pub");
    }
}
