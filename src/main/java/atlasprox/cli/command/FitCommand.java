package atlasprox.cli.command;

import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.options.Footprint;
import atlasprox.cli.options.InputOptions;
import atlasprox.cli.options.LabelHeadOption;
import atlasprox.cli.options.OutputFolder;
import atlasprox.cli.options.ParamOptions;
import atlasprox.job.FitJob;
import atlasprox.job.Progress;
import atlasprox.job.RunContext;
import atlasprox.job.Stopwatch;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.read.table.CellSource;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fits and saves a model, nothing else. */
@Command(name = "fit", description = "Fit a model on a table of cells and save it.")
public final class FitCommand extends SparkCommand {
    private final Stopwatch clock = Stopwatch.start();
    private final BatchRefiner refiner = new BatchRefiner();

    @Mixin
    private InputOptions input;

    @Mixin
    private LabelHeadOption labelHead;

    @Option(names = "--model", required = true, paramLabel = "FOLDER", description = "Where to save the model")
    private String model;

    @Option(
            names = "--overwrite",
            description = "Replace the model folder if it exists and this program wrote all that is in it")
    private boolean overwrite;

    @Override
    void checkArguments() {
        ParamOptions.apply(spec, refiner);
    }

    @Override
    Footprint addPlaces(Footprint footprint) {
        return footprint.readsInputs(input.input()).writesFolder("--model", model);
    }

    @Override
    int run(SparkSession session, Progress progress) throws IOException {
        try (StagedOutput staged = OutputFolder.open(session, "--model", model, overwrite)) {
            CellSource source = apart(input.open(session, refiner));
            RunContext run = new RunContext("fit", clock, refiner.idColumn(), input.label(), progress)
                    .withLabelHeads(labelHead.columns(input));
            BatchRefinerModel fitted = new FitJob(source, refiner, run).fit().model();
            fitted.save(staged.staging().toString());
            staged.publish();
            say(Words.fitted(fitted.summary(), staged.target()));
            return ExitCode.OK;
        }
    }
}
