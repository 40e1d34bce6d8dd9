package atlasprox.write.staged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StagedOutputTest {

    @TempDir
    private Path folder;

    @Test
    void appearsWholeWhenPublished() throws IOException {
        Path target = folder.resolve("deep/down/out put");
        try (StagedOutput output = open(target, false)) {
            output.writeText("_own/run.json", "{}");
            assertThat(target).doesNotExist();
            output.publish();
        }
        assertThat(target.resolve("_own/run.json")).hasContent("{}");
        assertThat(names(target.getParent())).containsExactly("out put");
    }

    @Test
    void leavesNothingWhenNotPublished() throws IOException {
        try (StagedOutput output = open(folder.resolve("out"), false)) {
            output.writeText("cells", "half");
        }
        assertThat(names(folder)).isEmpty();
    }

    /** As tasks of a failed job do that have not ended yet. */
    @Test
    void leavesNothingThatIsWrittenLate() throws IOException {
        FaultyFileSystem.mend();
        Configuration faulty = new Configuration();
        faulty.set("fs.faulty.impl", FaultyFileSystem.class.getName());
        faulty.setLong(FaultyFileSystem.RETURNS, 3);
        try (StagedOutput output = StagedOutput.open(faulty, "faulty:" + folder.resolve("out"), false)) {
            output.writeText("cells", "half");
        }
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void anExistingFolderIsRefused() throws IOException {
        Path target = existing();
        assertThatThrownBy(() -> open(target, false)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(target.resolve("old")).hasContent("precious");
    }

    @Test
    void aFolderOfAnotherKindIsNeverReplaced() throws IOException {
        Path target = existing();
        assertThatThrownBy(() -> open(target, true))
                .isInstanceOf(StagedOutput.ForeignException.class)
                .hasMessageContaining("holds old");
        assertThat(target.resolve("old")).hasContent("precious");
        assertThat(names(folder)).containsExactly("out");
    }

    @Test
    void aFolderThatSomebodyElseAlsoUsesIsNotReplaced() throws IOException {
        Path target = published();
        try (StagedOutput output = open(target, true)) {
            output.writeText("new", "better");
            Files.writeString(target.resolve("theirs"), "precious");
            assertThatThrownBy(output::publish).isInstanceOf(StagedOutput.ForeignException.class);
        }
        assertThat(target.resolve("theirs")).hasContent("precious");
        assertThat(names(folder)).containsExactly("out");
    }

    /** On a disk of its own, and on one where Hadoop would move a folder into the other. */
    @ParameterizedTest
    @ValueSource(strings = {"", "faulty:"})
    void theSecondOfTwoRunsSaysThatTheFolderExists(String scheme) throws IOException {
        FaultyFileSystem.mend();
        Configuration hadoop = new Configuration();
        hadoop.set("fs.faulty.impl", FaultyFileSystem.class.getName());
        String target = scheme + folder.resolve("out");
        try (StagedOutput first = StagedOutput.open(hadoop, target, false);
                StagedOutput second = StagedOutput.open(hadoop, target, false)) {
            first.writeText("cells", "first");
            second.writeText("cells", "second");
            first.publish();
            assertThatThrownBy(second::publish)
                    .isInstanceOf(FileAlreadyExistsException.class)
                    .hasMessageContaining("exists");
        }
        assertThat(folder.resolve("out/cells")).hasContent("first");
        assertThat(names(folder.resolve("out"))).noneMatch(name -> name.contains("incomplete"));
        assertThat(names(folder)).containsExactly("out");
    }

    @Test
    void anExistingFolderIsReplacedOnlyAtTheEnd() throws IOException {
        Path target = published();
        try (StagedOutput output = open(target, true)) {
            output.writeText("new", "better");
            assertThat(target.resolve("old")).hasContent("precious");
            output.publish();
        }
        assertThat(target.resolve("old")).doesNotExist();
        assertThat(target.resolve("new")).hasContent("better");
        assertThat(names(folder)).containsExactly("out");
    }

    @Test
    void anExistingFolderStaysWhenTheNewOneFails() throws IOException {
        Path target = published();
        StagedOutput output = open(target, true);
        assertThatThrownBy(output::publish).isInstanceOf(IOException.class);
        output.close();
        assertThat(target.resolve("old")).hasContent("precious");
        assertThat(names(folder)).containsExactly("out");
    }

    @Test
    void aFolderThatAppearedMeanwhileIsNotTouched() throws IOException {
        Path target = folder.resolve("out");
        try (StagedOutput output = open(target, false)) {
            output.writeText("new", "better");
            existing();
            assertThatThrownBy(output::publish).isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(target.resolve("old")).hasContent("precious");
        assertThat(names(folder)).containsExactly("out");
    }

    /** What this program wrote. */
    private Path published() throws IOException {
        Path target = folder.resolve("out");
        try (StagedOutput output = open(target, false)) {
            output.writeText("old", "precious");
            output.publish();
        }
        return target;
    }

    private Path existing() throws IOException {
        Path target = Files.createDirectories(folder.resolve("out"));
        Files.writeString(target.resolve("old"), "precious");
        return target;
    }

    private static StagedOutput open(Path target, boolean overwrite) throws IOException {
        return StagedOutput.open(new Configuration(), target.toString(), overwrite);
    }

    private static Stream<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
