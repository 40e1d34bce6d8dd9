package atlasprox.cli.command;

import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.options.AfterwardsOptions;
import atlasprox.cli.options.Footprint;
import atlasprox.cli.options.InputOptions;
import atlasprox.cli.options.OutputOptions;
import atlasprox.cli.options.ParamOptions;
import atlasprox.cli.options.PictureOptions;
import atlasprox.job.CorrectJob;
import atlasprox.job.Progress;
import atlasprox.job.RunContext;
import atlasprox.job.ScoreSettings;
import atlasprox.job.Stopwatch;
import atlasprox.ml.BatchRefiner;
import atlasprox.read.table.CellSource;
import atlasprox.results.RunSummary;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The main job from the command line. */
@Command(
        name = "correct",
        description = "Fit on a table of cells, correct it, and write it with a summary, a report and the model.")
public final class CorrectCommand extends SparkCommand {
    private final Stopwatch clock = Stopwatch.start();
    private final BatchRefiner refiner = new BatchRefiner();

    @Mixin
    private InputOptions input;

    @Mixin
    private OutputOptions output;

    @Mixin
    private AfterwardsOptions afterwards;

    @Mixin
    private PictureOptions picture;

    @Override
    void checkArguments() {
        ParamOptions.apply(spec, refiner);
        afterwards.check();
        picture.check();
    }

    @Override
    Footprint addPlaces(Footprint footprint) {
        return footprint.readsInputs(input.input()).writesFolder("--output", output.folder());
    }

    @Override
    int run(SparkSession session, Progress progress) throws IOException {
        try (StagedOutput staged = output.open(session)) {
            CellSource source = apart(input.open(session, refiner));
            RunContext run = new RunContext(
                    "correct",
                    clock,
                    refiner.idColumn(),
                    input.label(),
                    RunSummary.Models.NONE,
                    picture.cells(),
                    progress);
            Optional<ScoreSettings> scoring =
                    afterwards.settings(input.label(), (Long) refiner.getOrDefault(refiner.seed()));
            say(Words.written(new CorrectJob(source, refiner, run, scoring).run(staged)));
            return ExitCode.OK;
        }
    }
}
