package atlasprox.cli.command;

import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.options.Footprint;
import atlasprox.cli.options.InputOptions;
import atlasprox.cli.options.OutputFolder;
import atlasprox.cli.options.OutputOptions;
import atlasprox.cli.options.ParamOptions;
import atlasprox.cli.options.PictureOptions;
import atlasprox.cli.options.ReadCells;
import atlasprox.cli.options.SavedCounts;
import atlasprox.job.ApplyJob;
import atlasprox.job.Progress;
import atlasprox.job.RunContext;
import atlasprox.job.ScoreSettings;
import atlasprox.job.Stopwatch;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.ml.LabelAnnotator;
import atlasprox.results.RunSummary;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Corrects cells with a saved model and writes them, with whatever else is to be said of them. */
abstract class SavedModelCommand extends SparkCommand {
    private final Stopwatch clock = Stopwatch.start();

    @Mixin
    private InputOptions input;

    @Mixin
    private SavedCounts counts;

    @Mixin
    private OutputOptions output;

    @Mixin
    private PictureOptions picture;

    @Option(names = "--model", required = true, paramLabel = "FOLDER", description = "A saved model")
    private String model;

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
                .writesFolder("--output", output.folder());
    }

    @Override
    int run(SparkSession session, Progress progress) throws IOException {
        try (StagedOutput staged = output.open(session)) {
            BatchRefinerModel saved = model(session, model);
            saved.clear(saved.idCol());
            ParamOptions.apply(spec, saved);
            Optional<LabelAnnotator> annotator = annotator(saved);
            try (ReadCells cells = cells(session, input, counts, saved, model)) {
                RunContext run = new RunContext(
                        spec.name(),
                        clock,
                        saved.idColumn(),
                        input.label(),
                        new RunSummary.Models(OutputFolder.qualified(session, model), null, false),
                        picture.cells(),
                        progress,
                        cells.counts(),
                        List.of());
                Optional<ScoreSettings> scoring = scoring(input.label(), (Long) saved.getOrDefault(saved.seed()));
                say(Words.written(new ApplyJob(cells.source(), saved, run, scoring, annotator).run(staged)));
                return ExitCode.OK;
            }
        }
    }

    /**
     * @param label the label column, if any
     * @param seed the seed of what is drawn
     * @return how to score what was done, if at all
     */
    Optional<ScoreSettings> scoring(Optional<String> label, long seed) {
        return Optional.empty();
    }

    /**
     * @param saved the model, with the settings of this run
     * @return says what the corrected cells are, if they are to be told
     */
    Optional<LabelAnnotator> annotator(BatchRefinerModel saved) {
        return Optional.empty();
    }
}
