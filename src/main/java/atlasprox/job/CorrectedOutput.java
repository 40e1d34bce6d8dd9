package atlasprox.job;

import atlasprox.Json;
import atlasprox.Version;
import atlasprox.job.counts.EmbeddedCounts;
import atlasprox.metrics.Evaluation;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.ml.CorrectedRows;
import atlasprox.ml.LabelAnnotator;
import atlasprox.ml.params.StratumColumns;
import atlasprox.read.CellSources;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.EmbeddingColumn;
import atlasprox.read.table.Identifiers;
import atlasprox.report.Layouts;
import atlasprox.report.Picture;
import atlasprox.report.ReportPage;
import atlasprox.report.ScoreTable;
import atlasprox.results.AnnotationSummary;
import atlasprox.results.RunSummary;
import atlasprox.write.parquet.ParquetSettings;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Writes what a correction leaves behind: the table, partitioned as the input is, the model, {@code run.json} and the report. */
final class CorrectedOutput {
    /** Spark leaves folders alone that begin with an underscore, so the output reads as Parquet as it is. */
    private static final String OWN_FOLDER = "_atlasprox";

    private static final String NO_PICTURES = "The report has no pictures of the cells";
    private static final String SUMMARY = OWN_FOLDER + "/run.json";
    private static final String SCORES = OWN_FOLDER + "/scores.csv";
    private static final String COUNTS_MODEL = OWN_FOLDER + "/counts-model/";
    private static final String REPORT = OWN_FOLDER + "/report.html";

    private final CellSource source;
    private final BatchRefinerModel model;
    private final RunContext run;
    private final Optional<ScoreSettings> scoring;
    private final Optional<LabelAnnotator> annotator;
    private final Extras extras = new Extras();

    CorrectedOutput(CellSource source, BatchRefinerModel model, RunContext run, Optional<ScoreSettings> scoring) {
        this(source, model, run, scoring, Optional.empty());
    }

    /** @param annotator says what the corrected cells are, if they are to be told */
    CorrectedOutput(
            CellSource source,
            BatchRefinerModel model,
            RunContext run,
            Optional<ScoreSettings> scoring,
            Optional<LabelAnnotator> annotator) {
        this.source = source;
        this.model = model;
        this.run = run;
        this.scoring = scoring;
        this.annotator = annotator;
    }

    /**
     * Writes, for the caller to publish; fails if what was written is not what was read. Cells, model and summary are all that it takes:
     * whatever becomes of pictures, scores and report, the correction is not lost for it, and the summary says what is missing.
     *
     * @param output where to
     * @param read the cells that were read
     * @param withModel whether to save the model beside the cells
     */
    RunSummary write(StagedOutput output, CheckedCells read, boolean withModel) throws IOException {
        RunSummary.Counts counts = read.counts();
        run.progress().phase("correcting and writing", counts.read());
        Dataset<Row> written;
        CheckedCells expected;
        try (CorrectedRows corrected = corrected()) {
            written = written(corrected.rows(), output.staging().toString());
            run.progress().phase("checking the output", counts.written());
            expected = expected(read, corrected.rows());
        }
        OutputScan scan = scan(written);
        RunSummary.Fingerprints fingerprints = WrittenCheck.require(scan, expected);
        Supplier<Optional<Picture>> picture = picture(embeddings(written), scan.shown(), counts.written());
        if (withModel) {
            model.save(new Path(output.staging(), OWN_FOLDER + "/model").toString());
            run.counts().ifPresent(made -> made.model().save(source.rows().sparkSession(), output, COUNTS_MODEL));
        }
        List<AnnotationSummary> told = told(written, counts.written());
        Optional<Evaluation> scores = scoring.flatMap(settings -> scores(written, counts.written(), settings));
        run.progress().phase("drawing the report", 0);
        Optional<Picture> shown = picture.get();
        List<String> missing = new ArrayList<>();
        scores.ifPresent(found -> extra(output, SCORES, missing, () -> ScoreTable.csv(found)));
        if (scoring.isPresent() && scores.isEmpty()) {
            missing.add(SCORES);
        }
        RunSummary summary = summary(output, counts, fingerprints, scores, told, missing);
        output.writeText(SUMMARY, Json.page(summary));
        if (extra(output, REPORT, missing, () -> ReportPage.html(summary, shown, scores))) {
            return summary;
        }
        RunSummary wiser = summary(output, counts, fingerprints, scores, told, missing);
        extras.attempt("The summary does not say what is missing", () -> output.replaceText(SUMMARY, Json.page(wiser)));
        return wiser;
    }

    private CorrectedRows corrected() {
        CorrectedRows corrected = model.correcting(source.rows());
        return annotator.map(one -> one.annotated(corrected)).orElse(corrected);
    }

    private List<AnnotationSummary> told(Dataset<Row> written, long rows) {
        if (annotator.isEmpty()) {
            return List.of();
        }
        run.progress().phase("summing up labels", rows);
        return extras.attempt(
                        "What the cells were told to be is not summed up",
                        () -> annotator.get().summary(written, run.label()))
                .orElse(List.of());
    }

    /** On a core of its own, beside what else there is to do. */
    private Supplier<Optional<Picture>> picture(List<EmbeddingColumn> embeddings, OutputScan.Shown cells, long total) {
        if (cells.cells().isEmpty()) {
            extras.add(NO_PICTURES + " (" + cells.fault() + ").");
            return Optional::empty;
        }
        CellPicture picture = new CellPicture(embeddings, run.pictureCells(), seed(), extras::add);
        Supplier<Optional<Optional<Picture>>> drawn = extras.beside(
                "picture", NO_PICTURES, () -> picture.of(cells.cells().get(), total));
        return () -> drawn.get().flatMap(Function.identity());
    }

    /** Returns whether the file was written; if not, it is among those missing. */
    private boolean extra(StagedOutput output, String name, List<String> missing, Callable<String> text) {
        boolean written = extras.attempt(name + " is missing", () -> {
                    output.writeText(name, text.call());
                    return name;
                })
                .isPresent();
        if (!written) {
            missing.add(name);
        }
        return written;
    }

    private Dataset<Row> written(Dataset<Row> corrected, String staging) {
        corrected
                .write()
                .format(ParquetSettings.writer(source.format()))
                .options(ParquetSettings.of(corrected.schema()))
                .partitionBy(source.partitionColumns().toArray(String[]::new))
                .save(staging);
        return CellSources.open(source.rows().sparkSession(), List.of(staging), Optional.empty())
                .rows();
    }

    /** The output's two embeddings, the corrected one last. */
    private List<EmbeddingColumn> embeddings(Dataset<Row> written) {
        EmbeddingColumn before = model.embedding(source.rows().schema());
        return Stream.of(before.name(), model.output(before))
                .map(name -> EmbeddingColumn.resolve(written.schema(), name))
                .toList();
    }

    private OutputScan scan(Dataset<Row> written) {
        List<EmbeddingColumn> embeddings = embeddings(written);
        OutputScan.Columns columns = new OutputScan.Columns(
                embeddings.get(0),
                embeddings.get(1),
                model.correction().dimension(),
                new StratumColumns(model).usableBatch(written.schema()),
                run.label(),
                run.id());
        return OutputScan.of(written, columns, Layouts.mostCells(run.pictureCells(), columns.dimension()), seed());
    }

    /** The ids of dropped rows are among those read. */
    private CheckedCells expected(CheckedCells read, Dataset<Row> corrected) {
        return read.counts().dropped() == 0
                ? read
                : read.withIds(run.id().map(id -> Identifiers.fingerprint(corrected, id)));
    }

    private long seed() {
        return (Long) model.getOrDefault(model.seed());
    }

    private Optional<Evaluation> scores(Dataset<Row> written, long rows, ScoreSettings settings) {
        return extras.attempt(
                "The scores could not be computed; run evaluate on the output to see more", () -> new CellScoring(
                                embeddings(written),
                                model.batch(written.schema()),
                                run.label(),
                                settings,
                                run.progress())
                        .of(written, rows));
    }

    private RunSummary summary(
            StagedOutput output,
            RunSummary.Counts counts,
            RunSummary.Fingerprints fingerprints,
            Optional<Evaluation> scores,
            List<AnnotationSummary> told,
            List<String> missing)
            throws IOException {
        SparkSession session = source.rows().sparkSession();
        EmbeddingColumn embedding = model.embedding(source.rows().schema());
        return new RunSummary(
                Version.atlasprox(),
                session.version(),
                System.getProperty("java.version"),
                run.command(),
                run.clock().started(),
                run.clock().seconds(),
                source.inputs(),
                embedding.name(),
                model.output(embedding),
                Arrays.asList(model.getOrDefault(model.batchCol())),
                run.label().orElse(null),
                run.id().orElse(null),
                output.target().toString(),
                settings(),
                counts,
                model.summary(),
                fingerprints,
                new RunSummary.Repeat(
                        source.paths(),
                        run.models(),
                        scoring.map(ScoreSettings::asked).orElse(null),
                        run.pictureCells(),
                        run.labelHeads()),
                warnings(counts),
                List.copyOf(missing),
                scores.orElse(null),
                run.counts().map(EmbeddedCounts::summary).orElse(null),
                told);
    }

    /** Of the model, and of what was told. */
    private Map<String, Object> settings() {
        Map<String, Object> settings = new TreeMap<>(model.inForce());
        annotator.ifPresent(one -> one.paramSet()
                .settings()
                .forEach(setting -> settings.put(setting.name(), one.getOrDefault(setting.param()))));
        return settings;
    }

    private List<String> warnings(RunSummary.Counts counts) {
        List<String> warnings = new ArrayList<>(source.warnings());
        warnings.addAll(model.summary().warnings());
        if (counts.unchanged() > 0) {
            warnings.add(
                    counts.unchanged() + " of " + counts.read() + " rows were written with their embedding as it was.");
        }
        if (counts.dropped() > 0) {
            warnings.add(counts.dropped() + " of " + counts.read() + " rows were left out of the output.");
        }
        warnings.addAll(extras.mishaps());
        return warnings;
    }
}
