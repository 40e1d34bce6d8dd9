package atlasprox.cli.command;

import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.options.AfterwardsOptions;
import atlasprox.cli.options.CountOptions;
import atlasprox.cli.options.CountsInput;
import atlasprox.cli.options.Footprint;
import atlasprox.cli.options.InputOptions;
import atlasprox.cli.options.LabelHeadOption;
import atlasprox.cli.options.OutputOptions;
import atlasprox.cli.options.ParamOptions;
import atlasprox.cli.options.PictureOptions;
import atlasprox.cli.options.ReadCells;
import atlasprox.job.CorrectJob;
import atlasprox.job.Progress;
import atlasprox.job.RunContext;
import atlasprox.job.ScoreSettings;
import atlasprox.job.Stopwatch;
import atlasprox.ml.BatchRefiner;
import atlasprox.read.table.CountSource;
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
    private LabelHeadOption labelHead;

    @Mixin
    private CountsInput counts;

    @Mixin
    private OutputOptions output;

    @Mixin
    private AfterwardsOptions afterwards;

    @Mixin
    private PictureOptions picture;

    @Override
    void checkArguments() {
        ParamOptions.apply(spec, refiner);
        counts.check(spec);
        afterwards.check();
        picture.check();
    }

    @Override
    Footprint addPlaces(Footprint footprint) {
        return footprint.readsInputs(input.input()).writesFolder("--output", output.folder());
    }

    @Override
    int run(SparkSession session, Progress progress) throws IOException {
        try (StagedOutput staged = output.open(session);
                ReadCells cells = cells(session, progress)) {
            RunContext run = new RunContext(
                    "correct",
                    clock,
                    refiner.idColumn(),
                    input.label(),
                    RunSummary.Models.NONE,
                    picture.cells(),
                    progress,
                    cells.counts(),
                    labelHead.columns(input));
            Optional<ScoreSettings> scoring =
                    afterwards.settings(input.label(), (Long) refiner.getOrDefault(refiner.seed()));
            say(Words.written(new CorrectJob(cells.source(), refiner, run, scoring).run(staged)));
            return ExitCode.OK;
        }
    }

    private ReadCells cells(SparkSession session, Progress progress) throws IOException {
        if (!counts.given()) {
            return ReadCells.of(apart(input.open(session, refiner)));
        }
        CountSource source = counts.open(session, input);
        apart(source.cells());
        return counts.fitted(source, refiner, CountOptions.settings(spec), progress);
    }
}
