package atlasprox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What documents and sources say of each other is there. */
class DocumentsTest {
    private static final Pattern TEST = Pattern.compile("`(\\w*[a-z0-9](?:Test|IT))(?:#(\\w+))?`((?:, `#\\w+`)*)");
    private static final Pattern FURTHER = Pattern.compile("#(\\w+)");
    private static final Pattern DOCUMENT = Pattern.compile("\\b(?:docs|bench)/[\\w-]+\\.(?:md|py)\\b");

    @Test
    void testsThatDocumentsNameAreThere() {
        Map<String, String> tests = new TreeMap<>();
        files("src/test/java", ".java").forEach(file -> tests.put(name(file), text(file)));
        List<MatchResult> named = Stream.concat(Stream.of(Path.of("README.md")), files("docs", ".md"))
                .flatMap(file -> TEST.matcher(text(file)).results())
                .toList();
        assertThat(named).hasSizeGreaterThan(100);
        assertThat(named.stream().flatMap(test -> missing(test, tests))).isEmpty();
    }

    private static Stream<String> missing(MatchResult test, Map<String, String> tests) {
        String source = tests.getOrDefault(test.group(1), "");
        Stream<String> methods = Stream.concat(
                Stream.ofNullable(test.group(2)),
                FURTHER.matcher(test.group(3)).results().map(further -> further.group(1)));
        return source.isEmpty()
                ? Stream.of(test.group(1))
                : methods.filter(method -> !source.contains("void " + method + "("))
                        .map(method -> test.group(1) + "#" + method);
    }

    @Test
    void documentsAndStudiesThatSourcesNameAreThere() {
        List<String> named = files("src/main", "")
                .filter(file -> file.toString().matches(".*\\.(java|py|js|html)"))
                .flatMap(file -> DOCUMENT.matcher(text(file)).results())
                .map(MatchResult::group)
                .toList();
        assertThat(named).isNotEmpty().allSatisfy(file -> assertThat(Path.of(file))
                .exists());
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static Stream<Path> files(String folder, String suffix) {
        try (Stream<Path> all = Files.walk(Path.of(folder))) {
            return all
                    .filter(file -> Files.isRegularFile(file) && file.toString().endsWith(suffix))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
