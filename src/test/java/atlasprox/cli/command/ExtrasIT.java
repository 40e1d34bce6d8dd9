package atlasprox.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.FaultyFileSystem;
import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.Workbench;
import atlasprox.cli.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Pictures, scores and pages that fail: the correction is there, and a warning says what is missing. */
@ExtendWith(SparkExtension.class)
class ExtrasIT {
    private static final String FAULTY = "fs.faulty.impl";

    @TempDir
    private Path folder;

    private Workbench bench;
    private Configuration hadoop;

    @BeforeEach
    void makeWorkbench(SparkSession spark) {
        bench = new Workbench(spark, folder);
        hadoop = spark.sparkContext().hadoopConfiguration();
        hadoop.set(FAULTY, FaultyFileSystem.class.getName());
        hadoop.setBoolean(FAULTY + ".disable.cache", true);
        FaultyFileSystem.mend();
    }

    @AfterEach
    void mend() {
        List.of(FAULTY, FAULTY + ".disable.cache", FaultyFileSystem.REFUSES).forEach(hadoop::unset);
    }

    @Test
    void aReportThatCannotBeWritten() {
        bench.save(bench.cells());
        String said = refusing("report.html");
        requireCorrection("_atlasprox/report.html is missing (cannot write faulty:", "No space left on device");
        assertThat(said).doesNotContain("  report  ").contains("  summary  ");
        assertThat(bench.summary().path("missing")).hasSize(1);
        assertThat(folder.resolve("out/_atlasprox/scores.csv")).exists();
    }

    @Test
    void scoresThatCannotBeWritten() {
        bench.save(bench.cells());
        refusing("scores.csv");
        requireCorrection("_atlasprox/scores.csv is missing");
        assertThat(bench.summary().path("scores").path("embeddings")).hasSize(2);
        assertThat(bench.text("out/_atlasprox/report.html")).contains("_atlasprox/scores.csv is missing");
    }

    @Test
    void aSummaryThatCannotBeWrittenFailsTheRun() {
        bench.save(bench.cells());
        hadoop.set(FaultyFileSystem.REFUSES, "run.json");
        correct().fails(ExitCode.FAILED, "run.json", "No space left on device");
        bench.requireNoOutput();
    }

    @Test
    void scoresThatCannotBeComputed() {
        bench.save(bench.cells());
        bench.correct("--label", "cell", "--max-score-cells", "100")
                .succeeds("Warning: The scores could not be computed");
        requireCorrection("The scores could not be computed", "300 pairs of batch and label");
        assertThat(folder.resolve("out/_atlasprox/scores.csv")).doesNotExist();
        assertThat(folder.resolve("out/_atlasprox/report.html")).exists();
    }

    @Test
    void onePageThatCannotBeWrittenLosesNeitherTheOthersNorTheTable() throws IOException {
        bench.save(bench.cells());
        String tooLong = bench.path("x".repeat(250));
        CommandLineRun run = CommandLineRun.of(
                "evaluate",
                "--input",
                bench.path("cells"),
                "--batch",
                "donor",
                "--label",
                "type",
                "--embedding",
                "X_pca",
                "--json",
                tooLong,
                "--csv",
                bench.path("scores.csv"),
                "--report",
                bench.path("page.html"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .startsWith("evaluate failed: The file " + tooLong + " could not be written (")
                .contains("name too long");
        assertThat(run.out()).contains("Scores of 300 cells", "Total");
        assertThat(Files.readString(folder.resolve("scores.csv"))).startsWith("Embedding,");
        assertThat(Files.readString(folder.resolve("page.html"))).contains("</html>");
    }

    private CommandLineRun correct() {
        return bench.correct("--label", "type", "--output", "faulty://" + bench.path("out"));
    }

    private String refusing(String name) {
        hadoop.set(FaultyFileSystem.REFUSES, name);
        String said = correct()
                .succeeds("Warning: _atlasprox/" + name + " is missing")
                .out();
        assertThat(folder.resolve("out/_atlasprox/" + name)).doesNotExist();
        return said;
    }

    private void requireCorrection(String... warning) {
        assertThat(bench.output().count()).isEqualTo(300);
        assertThat(bench.output().columns()).contains("X_pca_corrected");
        assertThat(bench.summary().path("counts").path("corrected").asInt()).isEqualTo(300);
        assertThat(bench.summary().path("warnings"))
                .anySatisfy(sentence -> assertThat(sentence.asText()).contains(warning));
        assertThat(folder.resolve("out/_atlasprox/model/metadata")).exists();
        bench.requireNothingUnfinished();
    }
}
