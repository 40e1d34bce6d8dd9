package atlasprox.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.SparkExtension;
import atlasprox.metrics.Profile;
import atlasprox.ml.BatchRefiner;
import atlasprox.read.CellSources;
import atlasprox.read.table.CellSource;
import atlasprox.results.RunSummary;
import atlasprox.rounds.RoundTrace;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Errors, not only exceptions, in the steps of a run: they are raised as the step begins. */
@ExtendWith(SparkExtension.class)
class CorrectedOutputSparkTest {
    @TempDir
    private Path folder;

    private SparkSession spark;
    private CellSource source;

    @BeforeEach
    void write(SparkSession session) {
        spark = session;
        String cells = folder.resolve("cells").toString();
        spark.range(0, 60, 1, 2)
                .selectExpr(
                        "IF(id % 2 = 0, 'a', 'b') AS donor",
                        "IF(id % 3 = 0, 'T', 'B') AS type",
                        "transform(sequence(0, 2), j -> float(sin(id * (j + 1.7)) + id % 2)) AS X")
                .write()
                .parquet(cells);
        source = CellSources.open(spark, List.of(cells), Optional.empty());
    }

    @Test
    void memoryThatRunsOutInAScoreLosesTheScoresAlone() throws IOException {
        requireWithoutScores("scoring X", () -> new OutOfMemoryError("Java heap space"), "memory ran out: Java heap");
    }

    @Test
    void aStackThatRunsOverInAScoreLosesTheScoresAlone() throws IOException {
        requireWithoutScores("sampling cells to score", StackOverflowError::new, "stack overflow error");
    }

    @Test
    void memoryThatRunsOutInTheCorrectionFailsIt() throws IOException {
        assertThatThrownBy(() -> run("correcting and writing", () -> new OutOfMemoryError("Java heap space")))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void memoryThatRunsOutInAPictureLosesThePictureAlone() {
        Extras extras = new Extras();
        Failing progress = new Failing("drawing the report", () -> new OutOfMemoryError("Java heap space"));
        RunContext context =
                new RunContext("evaluate", Stopwatch.start(), Optional.empty(), Optional.of("type"), progress);
        EvaluateJob job = new EvaluateJob(
                source, List.of("X"), List.of("donor"), new ScoreSettings(Profile.SCIB, 0, 0L), context, extras);
        String missing = "The page has no pictures of the cells (memory ran out: Java heap space).";
        assertThat(job.report(job.run())).contains(missing, "Graph connectivity", "</html>");
        assertThat(extras.mishaps()).containsExactly(missing);
    }

    private void requireWithoutScores(String phase, Supplier<Error> error, String why) throws IOException {
        RunSummary summary = run(phase, error);
        assertThat(summary.scores()).isNull();
        assertThat(summary.warnings()).singleElement().asString().contains("The scores could not be computed", why);
        assertThat(spark.read().parquet(folder.resolve("out").toString()).count())
                .isEqualTo(60);
        assertThat(folder.resolve("out/_atlasprox/run.json")).content().contains(why);
        assertThat(folder.resolve("out/_atlasprox/report.html")).content().contains(why, "</html>");
    }

    private RunSummary run(String phase, Supplier<Error> error) throws IOException {
        BatchRefiner refiner = new BatchRefiner()
                .setEmbeddingCol("X")
                .setBatchCol("donor")
                .setMethod("scbatchprox")
                .setSolver("moments");
        RunContext context = new RunContext(
                "correct", Stopwatch.start(), Optional.empty(), Optional.of("type"), new Failing(phase, error));
        try (StagedOutput output = StagedOutput.open(
                spark.sparkContext().hadoopConfiguration(),
                folder.resolve("out").toString(),
                false)) {
            return new CorrectJob(source, refiner, context, Optional.of(new ScoreSettings(Profile.SCIB, 0, 0L)))
                    .run(output);
        }
    }

    private record Failing(String phase, Supplier<Error> error) implements Progress {
        @Override
        public void phase(String name, long cells) {
            if (name.equals(phase)) {
                throw error.get();
            }
        }

        @Override
        public void tasks(int done, int total) {}

        @Override
        public void round(RoundTrace trace, int rounds) {}

        @Override
        public void end() {}
    }
}
