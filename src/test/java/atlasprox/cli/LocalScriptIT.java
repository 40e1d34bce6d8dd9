package atlasprox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private static String run(int exitCode, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("submit/local.sh"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // The jar is being tested, not rebuilt; and the test runner's own agent must not ride along.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(exitCode);
        return said;
    }
}
