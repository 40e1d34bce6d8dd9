package atlasprox.cli;

import atlasprox.job.CorrectJob;
import atlasprox.job.Progress;
import atlasprox.job.RunContext;
import atlasprox.job.ScoreSettings;
import atlasprox.job.Stopwatch;
import atlasprox.ml.BatchRefiner;
import atlasprox.read.CellSource;
import atlasprox.write.StagedOutput;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The main job from the command line. */
@Command(
        name = "correct",
        description = "Fit on a table of cells, correct it, and write it with a summary, a report and the model.")
final class CorrectCommand extends SparkCommand {
    private final Stopwatch clock = Stopwatch.start();
    private final BatchRefiner refiner = new BatchRefiner();

    @Mixin
    private InputOptions input;

    @Mixin
    private OutputOptions output;

    @Mixin
    private AfterwardsOptions afterwards;

    @Override
    void checkArguments() {
        ParamOptions.apply(spec, refiner);
        afterwards.check();
    }

    @Override
    Footprint addPlaces(Footprint footprint) {
        return footprint.readsInputs(input.input()).writesFolder("--output", output.folder());
    }

    @Override
    int run(SparkSession session, Progress progress) throws IOException {
        try (StagedOutput staged = output.open(session)) {
            CellSource source = apart(input.open(session, refiner));
            RunContext run = new RunContext("correct", clock, input.id(source), input.label(), progress);
            Optional<ScoreSettings> scoring =
                    afterwards.settings(input.label(), (Long) refiner.getOrDefault(refiner.seed()));
            say(Words.written(new CorrectJob(source, refiner, run, scoring).run(staged)));
            return ExitCode.OK;
        }
    }
}
