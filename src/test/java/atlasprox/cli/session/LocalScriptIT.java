package atlasprox.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as it is shipped: the script, the shaded jar with its relocated libraries, a JVM of its own. */
class LocalScriptIT {

    @TempDir
    private Path folder;

    @Test
    void correctsTheSampleDataAndLeavesNoStackTrace() throws Exception {
        Path output = folder.resolve("corrected");
        String said = run(
                0,
                "correct",
                "--input",
                "data-samples/three_batches.h5ad",
                "--embedding",
                "X_pca",
                "--batch",
                "batch",
                "--output",
                output.toString());
        assertThat(said).contains("Corrected 1,500 of 1,500 cells in 3 batches").doesNotContain("Exception");
        assertThat(output.resolve("_atlasprox/report.html")).isNotEmptyFile();
    }

    @Test
    void readsLzfWithTheLibrariesOfTheJar() throws Exception {
        String said = run(0, "inspect", "--input", "src/test/resources/h5ad/lzf.h5ad", "--batch", "donor", "--force");
        assertThat(said).contains("Ready to be corrected.");
    }

    @Test
    void endsWithTheExitCodeOfTheFailure() throws Exception {
        String said = run(
                3,
                "inspect",
                "--input",
                "data-samples/three_batches.parquet",
                "--embedding",
                "X_umap",
                "--batch",
                "batch");
        assertThat(said).contains("inspect: no embedding 'X_umap'").doesNotContain("\tat ");
    }

    /** From another folder, by a chain of links whose names hold blanks, and with no other locale than that of ASCII. */
    @Test
    void readsAndWritesAnyNamesUnderTheLocaleC() throws Exception {
        Path place = Files.createDirectory(folder.resolve("größe 細胞"));
        Path first = Files.createSymbolicLink(folder.resolve("first link"), script("local.sh"));
        Files.createSymbolicLink(
                place.resolve("atlasprox"), Path.of("..", first.getFileName().toString()));
        Files.copy(Path.of("data-samples/three_batches.h5ad"), place.resolve("zellgröße.h5ad"));
        Files.writeString(place.resolve("läuft.conf"), "embedding = X_pca\nbatch = batch\n");
        Map<String, String> locale = Map.of("LC_ALL", "C");
        String[] correct = {
            "./atlasprox", "correct", "--conf-file", "läuft.conf", "--input", "zellgröße.h5ad", "--output", "été"
        };
        assertThat(run(0, place, locale, correct))
                .contains("cells    file:" + place.toRealPath().resolve("été"));
        assertThat(place.resolve("été/_atlasprox/report.html")).isNotEmptyFile();
        String[] inspect = {"./atlasprox", "inspect", "--input", "été", "--embedding", "X_pca", "--batch", "größe"};
        assertThat(run(3, place, locale, inspect)).contains("no batch column 'größe'");
    }

    @ParameterizedTest
    @CsvSource({
        "local.sh, openjdk version \"11.0.2\" 2019-01-15, is Java 11; Spark 4 runs on Java 17 to 21",
        "local.sh, java version \"1.8.0_402\", is Java 8; Spark 4 runs on Java 17 to 21",
        "local.sh, openjdk version \"24-ea\" 2025-03-18, is Java 24; Spark 4 runs on Java 17 to 21",
        "local.sh, nonsense, does not tell its version; Spark 4 runs on Java 17 to 21",
        "spark-submit.sh, openjdk version \"11.0.2\" 2019-01-15, is Java 11; Spark 4 runs on Java 17 to 21"
    })
    void refusesAJavaThatSparkDoesNotRunOn(String script, String version, String words) throws Exception {
        Path java = executable("bin/java", "echo 'Picked up JAVA_TOOL_OPTIONS: -Da=b' >&2; echo '" + version + "' >&2");
        executable("bin/spark-submit", "exit 9");
        String path = java.getParent() + ":" + System.getenv("PATH");
        for (Map<String, String> environment : List.of(
                Map.of("JAVA_HOME", "", "SPARK_HOME", "", "PATH", path),
                Map.of("JAVA_HOME", folder.toString(), "PATH", path))) {
            String said = run(2, Path.of(""), environment, script(script).toString(), "--", "correct");
            assertThat(said.strip())
                    .startsWith(script + ": " + java + " " + words)
                    .endsWith("set JAVA_HOME to its folder");
            assertThat(said.lines()).hasSize(1);
        }
    }

    @Test
    void saysThatThereIsNoJava() throws Exception {
        String said = run(
                2,
                Path.of(""),
                Map.of("JAVA_HOME", folder.toString()),
                script("local.sh").toString(),
                "--version");
        assertThat(said)
                .isEqualTo("local.sh: there is no java in JAVA_HOME, " + folder
                        + "; Spark 4 runs on Java 17 to 21: install one of these, and set JAVA_HOME to its folder\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit 1", "kill -INT $PPID; sleep 1; exit 1", "kill -TERM $PPID; sleep 1; exit 1"})
    void aBuildThatDoesNotEndLeavesNoJarBehind(String end) throws Exception {
        Path home = folder.resolve("home");
        for (String part : List.of("src/main/java", "src/main/resources", "src/main/resources-filtered", "submit")) {
            Files.createDirectories(home.resolve(part));
        }
        for (String file : List.of("pom.xml", "submit/local.sh", "submit/common.sh")) {
            Files.copy(Path.of(file), home.resolve(file));
        }
        Path mvn = executable("bin/mvn", "mkdir -p target && echo part > target/atlasprox.jar; " + end);
        ProcessBuilder builder =
                new ProcessBuilder("bash", home.resolve("submit/local.sh").toString(), "--version");
        builder.environment().put("PATH", mvn.getParent() + ":" + System.getenv("PATH"));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        assertThat(builder.start().waitFor()).isNotZero();
        assertThat(home.resolve("target")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "2g", "2GB", "1500m", "1500MiB", "1048576k"})
    void takesAHeap(String size) throws Exception {
        assertThat(run(
                        0,
                        Path.of(""),
                        Map.of("ATLASPROX_HEAP", size),
                        script("local.sh").toString(),
                        "--version"))
                .startsWith("atlasprox ");
    }

    @ParameterizedTest
    @CsvSource({
        "lots, is no size of a heap",
        "1500, is no size of a heap",
        "1.5g, is no size of a heap",
        "-2, is no size of a heap",
        "0, is less than the 512m that Spark needs",
        "100m, is less than the 512m that Spark needs",
        "99999999g, there is no room for"
    })
    void refusesAHeapThatIsNone(String size, String words) throws Exception {
        String said = run(
                2,
                Path.of(""),
                Map.of("ATLASPROX_HEAP", size),
                script("local.sh").toString(),
                "--version");
        assertThat(said).contains("ATLASPROX_HEAP=" + size, words, "say ATLASPROX_HEAP=8g");
        assertThat(said.lines()).hasSize(1);
    }

    private Path executable(String name, String line) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private static Path script(String name) {
        return Path.of("submit", name).toAbsolutePath();
    }

    private static String run(int exitCode, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("submit/local.sh"));
        command.addAll(List.of(arguments));
        return run(exitCode, Path.of(""), Map.of(), command.toArray(String[]::new));
    }

    private static String run(int exitCode, Path where, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(where.toAbsolutePath().toFile());
        // The jar is being tested, not rebuilt; and the test runner's own agent must not ride along.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(exitCode);
        return said;
    }
}
