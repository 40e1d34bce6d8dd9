package atlasprox.cli.command;

import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.options.Footprint;
import atlasprox.cli.options.InputOptions;
import atlasprox.cli.options.LabelHeadOption;
import atlasprox.cli.options.OutputFolder;
import atlasprox.cli.options.OutputOptions;
import atlasprox.cli.options.ParamOptions;
import atlasprox.cli.options.PictureOptions;
import atlasprox.cli.options.ReadCells;
import atlasprox.cli.options.SavedCounts;
import atlasprox.job.ExtendJob;
import atlasprox.job.Progress;
import atlasprox.job.RunContext;
import atlasprox.job.Stopwatch;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.results.RunSummary;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adds batches to a saved model, the reference fixed. */
@Command(
        name = "extend",
        description =
                "Add new batches to a saved model and correct their cells; what the model knows stays as it is, to the last bit.")
public final class ExtendCommand extends SparkCommand {
    private final Stopwatch clock = Stopwatch.start();

    @Mixin
    private InputOptions input;

    @Mixin
    private LabelHeadOption labelHead;

    @Option(names = "--model", required = true, paramLabel = "FOLDER", description = "The saved model to extend")
    private String model;

    @Option(
            names = "--output-model",
            required = true,
            paramLabel = "FOLDER",
            description = "Where to save the model's next version")
    private String outputModel;

    @Mixin
    private SavedCounts counts;

    @Mixin
    private OutputOptions output;

    @Mixin
    private PictureOptions picture;

    @Option(
            names = "--grow-reference",
            description = "Hold batches that arrive later against these too; then it matters which arrives first")
    private boolean growReference;

    @Override
    void checkArguments() {
        ParamOptions.apply(spec, new BatchRefiner());
        picture.check();
        counts.check(spec);
    }

    @Override
    Footprint addPlaces(Footprint footprint) {
        return footprint
                .readsInputs(input.input())
                .readsFolder("--model", model)
                .readsFolder("--counts-model", counts.folder())
                .writesFolder("--output", output.folder())
                .writesFolder("--output-model", outputModel);
    }

    @Override
    int run(SparkSession session, Progress progress) throws IOException {
        try (StagedOutput corrected = output.open(session);
                StagedOutput next = OutputFolder.open(session, "--output-model", outputModel, output.overwrite())) {
            BatchRefinerModel saved = model(session, model);
            BatchRefinerModel asked = saved.copy(ParamMap.empty());
            asked.clear(asked.idCol());
            ParamOptions.apply(spec, asked);
            try (ReadCells cells = cells(session, input, counts, asked, model)) {
                RunContext run = new RunContext(
                        "extend",
                        clock,
                        asked.idColumn(),
                        input.label(),
                        models(session, next),
                        picture.cells(),
                        progress,
                        cells.counts(),
                        labelHead.columns(input));
                RunSummary summary =
                        new ExtendJob(cells.source(), saved, asked, growReference, run).run(next, corrected);
                say(Words.written(summary) + System.lineSeparator() + "  model    " + next.target());
                return ExitCode.OK;
            }
        }
    }

    private RunSummary.Models models(SparkSession session, StagedOutput next) throws IOException {
        return new RunSummary.Models(
                OutputFolder.qualified(session, model), next.target().toString(), growReference);
    }
}
