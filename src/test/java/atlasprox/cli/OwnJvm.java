package atlasprox.cli;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command in a JVM of its own, as {@code submit/local.sh} starts it, its jar and its archive of classes, and the classes of the tests:
 * for what ends a JVM, or must be set before Spark starts.
 *
 * @param exitCode the exit code
 * @param said what it said, on standard output and standard error
 */
public record OwnJvm(int exitCode, String said) {
    private static final Path TARGET = Path.of("target");
    private static final Path JAR = TARGET.resolve("atlasprox.jar");
    private static final Path ARCHIVE = TARGET.resolve("atlasprox.jsa");

    /** Runs a command to its end. */
    public static OwnJvm run(List<String> javaOptions, String... arguments) {
        return run(javaOptions, Optional.empty(), arguments);
    }

    /** Runs a command and kills it as soon as it says a line of these words. */
    public static OwnJvm killed(String words, List<String> javaOptions, String... arguments) {
        return run(javaOptions, Optional.of(words), arguments);
    }

    private static OwnJvm run(List<String> javaOptions, Optional<String> killedAt, String... arguments) {
        try {
            requireArchive();
            Process process = start(javaOptions, arguments);
            StringBuilder said = new StringBuilder();
            try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    said.append(line).append('\n');
                    if (killedAt.isPresent() && line.contains(killedAt.get())) {
                        process.destroyForcibly();
                        break;
                    }
                }
            }
            return new OwnJvm(process.waitFor(), said.toString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By which a JVM starts in half the time; the first command makes it, the others wait, those of the JVM beside this one too. */
    private static synchronized void requireArchive() throws IOException, InterruptedException {
        try (FileChannel turns = FileChannel.open(TARGET.resolve("atlasprox.jsa.lock"), CREATE, WRITE)) {
            turns.lock();
            if (!Files.exists(ARCHIVE) || modified(ARCHIVE).compareTo(modified(JAR)) <= 0) {
                ProcessBuilder builder = new ProcessBuilder("submit/local.sh", "--version");
                builder.environment().remove("JAVA_TOOL_OPTIONS");
                assertThat(builder.redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor())
                        .isZero();
            }
        }
    }

    private static FileTime modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file);
    }

    private static Process start(List<String> javaOptions, String... arguments) throws IOException {
        String classes = String.join(
                File.pathSeparator,
                JAR.toAbsolutePath().toString(),
                Files.readString(TARGET.resolve("spark.classpath")).strip(),
                TARGET.resolve("test-classes").toString());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("submit", "jvm.options"),
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-XX:SharedArchiveFile=" + ARCHIVE,
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j2.configurationFile=" + Path.of("conf", "log4j2.properties")));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", classes, Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // The test runner's own agent must not ride along.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder.start();
    }

    public OwnJvm ends(int code, String... words) {
        assertThat(exitCode).as(said).isEqualTo(code);
        assertThat(words).allSatisfy(word -> assertThat(said).contains(word));
        return this;
    }
}
