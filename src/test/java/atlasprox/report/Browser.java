package atlasprox.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Headless Chromium, which opens pages; these stay in {@code target/report-pages} to be looked at.
 *
 * @param program the browser
 * @param scratch where it may write
 */
record Browser(Path program, Path scratch) {
    private static final Path PAGES = Path.of("target", "report-pages");

    /**
     * What the browser made of a page, and what it wrote meanwhile.
     *
     * @param dom the page as HTML
     * @param log the browser's own log
     */
    record Dump(String dom, String log) {}

    /** The browser on the PATH; the test is skipped where there is none. */
    static Browser required(Path scratch) throws IOException {
        Optional<Path> browser = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(
                browser.isPresent(), "no chromium, chromium-browser or google-chrome on PATH: pages were not opened");
        Files.createDirectories(PAGES);
        return new Browser(browser.orElseThrow(), scratch);
    }

    /** The page with a script more, which runs once it is drawn. */
    static String pressed(String html, String script) {
        return html.replaceAll("script-src [^\"]+", "script-src 'unsafe-inline'")
                .replace(
                        "</body>\n</html>",
                        "<script>addEventListener('load', () => {" + script + "})</script></body></html>");
    }

    Dump dump(String name, String html, String... options) throws Exception {
        Path page = Files.writeString(PAGES.resolve(name + ".html"), html);
        Path dom = scratch.resolve(name + ".dom");
        Path log = scratch.resolve(name + ".log");
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + scratch.resolve(name + ".profile"),
                "--enable-logging=stderr",
                "--v=0",
                "--virtual-time-budget=5000",
                "--dump-dom"));
        command.addAll(List.of(options));
        command.add(page.toUri().toString());
        Process process = new ProcessBuilder(command)
                .redirectOutput(dom.toFile())
                .redirectError(log.toFile())
                .start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        assertThat(ended).as("the browser ended in time").isTrue();
        return new Dump(Files.readString(dom), Files.readString(log));
    }
}
