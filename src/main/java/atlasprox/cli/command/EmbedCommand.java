package atlasprox.cli.command;

import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.failure.UsageException;
import atlasprox.cli.options.CountOptions;
import atlasprox.cli.options.Footprint;
import atlasprox.cli.options.OutputFolder;
import atlasprox.cli.options.OutputOptions;
import atlasprox.cli.options.ScFedViOptions;
import atlasprox.counts.CountSettings;
import atlasprox.files.Place;
import atlasprox.job.EmbedJob;
import atlasprox.job.Progress;
import atlasprox.job.RunContext;
import atlasprox.job.Stopwatch;
import atlasprox.job.counts.CountEmbedder;
import atlasprox.job.counts.CountEmbedding;
import atlasprox.job.counts.EmbeddedCounts;
import atlasprox.job.counts.FittedEmbedder;
import atlasprox.job.counts.ScFedViArrival;
import atlasprox.job.counts.ScFedViEmbedder;
import atlasprox.read.CellSources;
import atlasprox.read.table.CountSource;
import atlasprox.results.EmbedSummary;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From counts to an embedding. */
@Command(
        name = "embed",
        description = "Give cells an embedding by their counts, and write them with all their other columns.")
public final class EmbedCommand extends SparkCommand {
    private static final Set<String> INVALID = Set.of("fail", "drop", "pass");

    private final Stopwatch clock = Stopwatch.start();

    @Option(
            names = "--input",
            required = true,
            paramLabel = "PATH",
            description =
                    "h5ad, zarr, 10x Genomics (.h5), Parquet or Delta with counts, or folders of these; may be given several times")
    private List<String> input;

    @Mixin
    private CountOptions counts;

    @Mixin
    private OutputOptions output;

    @Mixin
    private ScFedViOptions method;

    @Option(
            names = "--batch",
            split = ",",
            paramLabel = "COLUMN,...",
            description =
                    "The batch column, or several: variable genes are told within batches; by default the one that the input names, else all cells are together")
    private List<String> batch;

    @Option(
            names = "--output-column",
            paramLabel = "NAME",
            description = "The column to write; by default X_pca, or X_scfedvi")
    private String outputColumn;

    @Option(
            names = "--on-invalid",
            paramLabel = "NAME",
            defaultValue = "fail",
            description =
                    "What becomes of rows without usable counts: fail, drop, or pass, which writes them without an embedding; default ${DEFAULT-VALUE}")
    private String onInvalid;

    @Option(
            names = "--output-model",
            paramLabel = "FOLDER",
            description = "Where to save what it takes to embed further cells")
    private String outputModel;

    @Option(names = "--model", paramLabel = "FOLDER", description = "A saved model to embed the cells with")
    private String model;

    @Option(
            names = "--new-batches",
            description =
                    "With a --model of scfedvi: train the vector of each batch that it does not know on that batch's cells alone, tell "
                            + "the loss of cells held out, and save the model with these vectors by --output-model. No embedding changes by it")
    private boolean newBatches;

    @Override
    void checkArguments() {
        counts.check();
        CountOptions.settings(spec);
        method.check(spec, model != null);
        if (!INVALID.contains(onInvalid)) {
            throw new UsageException("--on-invalid " + onInvalid + " is not allowed: fail, drop or pass");
        }
        if (newBatches && model == null) {
            throw new UsageException("--new-batches are those that a saved model does not know: name one by --model");
        }
        if (model != null && outputModel != null && !newBatches) {
            throw new UsageException(
                    "--model takes a saved model and --output-model saves another one: give one of the two, or --new-batches");
        }
    }

    @Override
    Footprint addPlaces(Footprint footprint) {
        Footprint places =
                footprint.readsInputs(input).readsFolder("--model", model).writesFolder("--output", output.folder());
        return outputModel == null ? places : places.writesFolder("--output-model", outputModel);
    }

    @Override
    int run(SparkSession session, Progress progress) throws IOException {
        try (StagedOutput staged = output.open(session)) {
            CountSource source = CellSources.counts(session, input, counts.choice());
            apart(source.cells());
            EmbedSummary summary = model == null
                    ? fitted(session, source, progress, staged)
                    : embedded(session, source, progress, staged);
            say(Words.embedded(summary));
            return ExitCode.OK;
        }
    }

    private EmbedJob job(CountSource source, String column, Progress progress) {
        List<String> columns = batch == null ? source.cells().defaultBatch() : batch;
        return new EmbedJob(
                new CountEmbedding(source, columns, outputColumn == null ? column : outputColumn, "--output-column"),
                onInvalid,
                new RunContext("embed", clock, Optional.empty(), Optional.empty(), progress));
    }

    private EmbedSummary fitted(SparkSession session, CountSource source, Progress progress, StagedOutput staged)
            throws IOException {
        EmbedJob job = job(source, method.embedding(), progress);
        return kept(session, () -> fit(job, source), found -> written(job, source, found, Optional.empty(), staged));
    }

    /** What came of a fit, whose model is saved where the user wants that: the folder is looked at before any work. */
    private EmbedSummary kept(SparkSession session, Supplier<FittedEmbedder> fit, Written writer) throws IOException {
        if (outputModel == null) {
            return writer.of(fit.get());
        }
        try (StagedOutput saved = OutputFolder.open(session, "--output-model", outputModel, output.overwrite())) {
            FittedEmbedder found = fit.get();
            EmbedSummary summary = writer.of(found);
            found.model().save(session, saved, "");
            saved.publish();
            return summary;
        }
    }

    /** Writes the table. */
    private interface Written {
        EmbedSummary of(FittedEmbedder found) throws IOException;
    }

    private FittedEmbedder fit(EmbedJob job, CountSource source) {
        CountSettings settings = CountOptions.settings(spec);
        return method.isScFedVi() ? job.fit(method.fit(spec, settings, source.cells())) : job.fit(settings);
    }

    private EmbedSummary written(
            EmbedJob job, CountSource source, FittedEmbedder found, Optional<String> folder, StagedOutput staged)
            throws IOException {
        EmbeddedCounts made = new EmbeddedCounts(source, counts.choice(), found.model(), folder, found.batches());
        return published(job.write(made, found.training(), staged), staged);
    }

    private EmbedSummary embedded(SparkSession session, CountSource source, Progress progress, StagedOutput staged)
            throws IOException {
        String folder = Place.plain(session.sparkContext().hadoopConfiguration(), model);
        CountEmbedder saved = CountEmbedder.load(session, folder);
        method.require(saved.method());
        EmbedJob job = job(source, ScFedViOptions.embedding(saved.method()), progress);
        if (newBatches) {
            ScFedViArrival arrival = arrival(saved, source);
            EmbedSummary summary = kept(
                    session, () -> job.fit(arrival), found -> written(job, source, found, Optional.of(folder), staged));
            Words.arrivals(summary.training()).forEach(this::say);
            return summary;
        }
        EmbeddedCounts made = new EmbeddedCounts(source, counts.choice(), saved, Optional.of(folder), Map.of());
        return published(job.write(made, Optional.empty(), staged), staged);
    }

    private ScFedViArrival arrival(CountEmbedder saved, CountSource source) {
        if (!(saved instanceof ScFedViEmbedder scFedVi)) {
            throw new UsageException("--new-batches is of models of scfedvi, and --model is one of " + saved.method()
                    + ": leave it out");
        }
        if (batch == null && source.cells().defaultBatch().isEmpty()) {
            throw new UsageException("--new-batches needs to know batches: name their column by --batch");
        }
        return new ScFedViArrival(scFedVi.saved(), source.cells().id(Optional.empty()));
    }

    private static EmbedSummary published(EmbedSummary summary, StagedOutput staged) throws IOException {
        staged.publish();
        return summary;
    }
}
