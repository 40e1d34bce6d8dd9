package atlasprox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the shaded jar carries is what its list of licences and its notice say. */
class SupplyChainIT {
    private static final Path JAR = Path.of("target", "atlasprox.jar");
    private static final Pattern COORDINATES = Pattern.compile("\\(([a-z.0-9]+:[a-z0-9-]+):\\S+ - ");

    @Test
    void theNoticeNamesWhatTheListOfLicencesHas() throws IOException {
        String notice = entry("META-INF/NOTICE");
        List<String> carried = components();
        assertThat(carried).hasSizeGreaterThan(5).allSatisfy(component -> assertThat(notice)
                .containsPattern("(?m)^" + component + "($| )"));
        assertThat(notice.lines().filter(line -> line.matches("[a-z.0-9]+:[a-z0-9-]+( \\(.*)?")))
                .hasSameSizeAs(carried);
        assertThat(entry("META-INF/LICENSE")).contains("Apache License", "Version 2.0");
    }

    @Test
    void theJarCarriesNothingElse() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Set<String> roots = jar.stream()
                    .map(entry -> entry.getName().replaceFirst("^META-INF/versions/\\d+/", ""))
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.replaceFirst("^(([a-z]+/){1,2}).*", "$1"))
                    .map(root -> root.startsWith("atlasprox/") ? "atlasprox/" : root)
                    .collect(Collectors.toSet());
            assertThat(roots)
                    .containsExactlyInAnyOrder(
                            "atlasprox/", "picocli/", "io/jhdf/", "me/tongfei/", "nl/cwts/", "org/jline/");
        }
    }

    /** Group and artifact of every dependency that the build found. */
    private static List<String> components() throws IOException {
        return entry("META-INF/THIRD-PARTY.txt")
                .lines()
                .map(COORDINATES::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
    }

    private static String entry(String name) throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
