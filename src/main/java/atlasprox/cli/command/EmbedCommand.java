package atlasprox.cli.command;

import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.failure.UsageException;
import atlasprox.cli.options.CountOptions;
import atlasprox.cli.options.Footprint;
import atlasprox.cli.options.OutputFolder;
import atlasprox.cli.options.OutputOptions;
import atlasprox.counts.CountModel;
import atlasprox.counts.CountSettings;
import atlasprox.counts.SparkCountModels;
import atlasprox.counts.SparkCountPca;
import atlasprox.files.Place;
import atlasprox.job.EmbedJob;
import atlasprox.job.Progress;
import atlasprox.job.RunContext;
import atlasprox.job.Stopwatch;
import atlasprox.job.counts.CountEmbedding;
import atlasprox.job.counts.EmbeddedCounts;
import atlasprox.read.CellSources;
import atlasprox.read.table.CountSource;
import atlasprox.results.EmbedSummary;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From counts to an embedding. */
@Command(
        name = "embed",
        description = "Give cells an embedding by their counts, and write them with all their other columns.")
public final class EmbedCommand extends SparkCommand {
    private static final Set<String> METHODS = Set.of("pca");
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

    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "pca",
            description = "pca; default ${DEFAULT-VALUE}")
    private String method;

    @Option(
            names = "--batch",
            split = ",",
            paramLabel = "COLUMN,...",
            description =
                    "The batch column, or several: variable genes are told within batches; by default the one that the input names, else all cells are together")
    private List<String> batch;

    @Option(names = "--output-column", paramLabel = "NAME", description = "The column to write; by default X_pca")
    private String outputColumn = CountOptions.embedding();

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

    @Override
    void checkArguments() {
        counts.check();
        CountOptions.settings(spec);
        if (!METHODS.contains(method)) {
            throw new UsageException("--method " + method + " is not allowed: pca");
        }
        if (!INVALID.contains(onInvalid)) {
            throw new UsageException("--on-invalid " + onInvalid + " is not allowed: fail, drop or pass");
        }
        if (model != null && outputModel != null) {
            throw new UsageException(
                    "--model takes a saved model and --output-model saves another one: give one of the two");
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
            RunContext run = new RunContext("embed", clock, Optional.empty(), Optional.empty(), progress);
            List<String> columns = batch == null ? source.cells().defaultBatch() : batch;
            EmbedJob job =
                    new EmbedJob(new CountEmbedding(source, columns, outputColumn, "--output-column"), onInvalid, run);
            EmbedSummary summary =
                    model == null ? fitted(session, source, job, staged) : embedded(session, source, job, staged);
            say(summary.embedded() + " cells embedded by "
                    + summary.fromCounts().genesTaken() + " of "
                    + summary.fromCounts().genesRead() + " genes, written to " + summary.output() + " as "
                    + summary.embedding());
            return ExitCode.OK;
        }
    }

    private EmbedSummary fitted(SparkSession session, CountSource source, EmbedJob job, StagedOutput staged)
            throws IOException {
        CountSettings settings = CountOptions.settings(spec);
        if (outputModel == null) {
            return written(job, found(source, job.fit(settings)), staged);
        }
        try (StagedOutput saved = OutputFolder.open(session, "--output-model", outputModel, output.overwrite())) {
            EmbeddedCounts found = found(source, job.fit(settings));
            EmbedSummary summary = written(job, found, staged);
            SparkCountModels.save(found.model(), session, saved);
            saved.publish();
            return summary;
        }
    }

    private EmbeddedCounts found(CountSource source, SparkCountPca.Result result) {
        return new EmbeddedCounts(source, counts.choice(), result.model(), Optional.empty(), result.batches());
    }

    private EmbedSummary embedded(SparkSession session, CountSource source, EmbedJob job, StagedOutput staged)
            throws IOException {
        String folder = Place.plain(session.sparkContext().hadoopConfiguration(), model);
        CountModel saved = SparkCountModels.load(session, folder);
        return written(job, new EmbeddedCounts(source, counts.choice(), saved, Optional.of(folder), Map.of()), staged);
    }

    private static EmbedSummary written(EmbedJob job, EmbeddedCounts counts, StagedOutput staged) throws IOException {
        EmbedSummary summary = job.write(counts, staged);
        staged.publish();
        return summary;
    }
}
