package atlasprox.cli.command;

import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.failure.UsageException;
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
import atlasprox.job.Stopwatch;
import atlasprox.labels.AnnotationSettings;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.ml.LabelAnnotator;
import atlasprox.results.RunSummary;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what cells are, by the labels of those that a model was fitted on. */
@Command(
        name = "annotate",
        description =
                "Correct cells with a saved model and write them with the labels that its reference tells, how sure each is, and "
                        + "how unlike the reference the cell is.")
public final class AnnotateCommand extends SparkCommand {
    private final Stopwatch clock = Stopwatch.start();

    @Mixin
    private InputOptions input;

    @Mixin
    private SavedCounts counts;

    @Mixin
    private OutputOptions output;

    @Mixin
    private PictureOptions picture;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "FOLDER",
            description = "A saved model that was fitted with --label")
    private String model;

    @Option(
            names = "--min-confidence",
            paramLabel = "P",
            defaultValue = "0",
            description =
                    "Cells whose most probable label is less probable than P are unassigned; default ${DEFAULT-VALUE}")
    private Double minConfidence;

    @Option(
            names = "--max-novelty",
            paramLabel = "P",
            defaultValue = "1",
            description = "Cells of a greater novelty are unassigned; default ${DEFAULT-VALUE}")
    private Double maxNovelty;

    @Option(
            names = "--new-above",
            paramLabel = "P",
            defaultValue = "0.99",
            description = "Cells of a greater novelty are called new; default ${DEFAULT-VALUE}")
    private Double newAbove;

    @Option(
            names = "--candidates",
            paramLabel = "N",
            defaultValue = "0",
            description = "List the N most probable labels of each cell as well; default ${DEFAULT-VALUE}")
    private Integer candidates;

    @Override
    void checkArguments() {
        ParamOptions.apply(spec, new BatchRefiner());
        picture.check();
        counts.check(spec);
        settings();
    }

    private AnnotationSettings settings() {
        requireShare("--min-confidence", minConfidence);
        requireShare("--max-novelty", maxNovelty);
        requireShare("--new-above", newAbove);
        if (candidates < 0) {
            throw new UsageException("--candidates " + candidates + " is not allowed: at least 0");
        }
        return new AnnotationSettings(minConfidence, maxNovelty, newAbove, candidates);
    }

    private static void requireShare(String option, double value) {
        if (!(value >= 0.0 && value <= 1.0)) {
            throw new UsageException(option + " " + value + " is not allowed: from 0 to 1");
        }
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
            LabelAnnotator annotator = new LabelAnnotator(saved, settings());
            try (ReadCells cells = cells(session, input, counts, saved, model)) {
                RunSummary.Models models = new RunSummary.Models(OutputFolder.qualified(session, model), null, false);
                RunContext run = new RunContext(
                        "annotate",
                        clock,
                        saved.idColumn(),
                        input.label(),
                        models,
                        picture.cells(),
                        progress,
                        cells.counts(),
                        List.of());
                say(Words.written(new ApplyJob(cells.source(), saved, run, annotator).run(staged)));
                return ExitCode.OK;
            }
        }
    }
}
