package atlasprox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A reader finds his way where folders and files are small. */
class FoldersTest {
    private static final int MOST_FILES = 20;
    private static final int MOST_LINES = 400;

    /** Written by a program, which is named in their first lines. */
    private static final List<String> GENERATED = List.of("_params.py");

    @Test
    void aFolderHoldsAFewClasses() {
        List<Path> folders = walk("src").filter(Files::isDirectory).toList();
        assertThat(folders).hasSizeGreaterThan(50);
        assertThat(folders).filteredOn(folder -> classes(folder) > MOST_FILES).isEmpty();
    }

    @Test
    void aFileIsReadInOneGo() {
        List<Path> files = Stream.of("src", "bench", "submit", "docs", "conf", ".ci")
                .flatMap(FoldersTest::walk)
                .filter(file -> isSource(file.getFileName().toString()))
                .toList();
        assertThat(files).hasSizeGreaterThan(400);
        assertThat(files).filteredOn(file -> lines(file) > MOST_LINES).isEmpty();
    }

    private static boolean isSource(String name) {
        return !GENERATED.contains(name) && name.matches(".*\\.(java|py|js|css|html|sh|md)");
    }

    private static long classes(Path folder) {
        return Arrays.stream(folder.toFile().list())
                .filter(name -> name.endsWith(".java"))
                .count();
    }

    private static int lines(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a build or a tool leaves beside the sources is none of them. */
    private static Stream<Path> walk(String folder) {
        try (Stream<Path> all = Files.walk(Path.of(folder))) {
            return all
                    .filter(path -> !path.toString().matches(".*(\\.venv|__pycache__|build|egg-info|node_modules).*"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
