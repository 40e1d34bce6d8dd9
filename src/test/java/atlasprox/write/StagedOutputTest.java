package atlasprox.write;

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
    void anExistingFolderIsReplacedOnlyAtTheEnd() throws IOException {
        Path target = existing();
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
        Path target = existing();
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
