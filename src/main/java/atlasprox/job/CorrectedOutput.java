package atlasprox.job;

import atlasprox.Json;
import atlasprox.Reason;
import atlasprox.Version;
import atlasprox.metrics.Evaluation;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.read.BatchColumn;
import atlasprox.read.CellSource;
import atlasprox.read.EmbeddingColumn;
import atlasprox.report.Picture;
import atlasprox.report.ReportPage;
import atlasprox.report.ScoreTable;
import atlasprox.write.ParquetSettings;
import atlasprox.write.RunSummary;
import atlasprox.write.StagedOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Writes what a correction leaves behind: the table, partitioned as the input is, the model, {@code run.json} and the report. */
final class CorrectedOutput {
    /** Spark leaves folders alone that begin with an underscore, so the output reads as Parquet as it is. */
    private static final String OWN_FOLDER = "_atlasprox";

    private final CellSource source;
    private final BatchRefinerModel model;
    private final RunContext run;
    private final Optional<ScoreSettings> scoring;
    private final List<String> mishaps = new ArrayList<>();

    CorrectedOutput(CellSource source, BatchRefinerModel model, RunContext run, Optional<ScoreSettings> scoring) {
        this.source = source;
        this.model = model;
        this.run = run;
        this.scoring = scoring;
    }

    /** Writes, for the caller to publish; fails if the rows written are not the rows expected. */
    RunSummary write(StagedOutput output, RunSummary.Counts expected, boolean withModel) throws IOException {
        run.progress().phase("correcting and writing", expected.read());
        String staging = output.staging().toString();
        String[] partitions = source.partitionColumns().toArray(String[]::new);
        Dataset<Row> corrected = model.transform(source.rows());
        corrected
                .write()
                .format(source.format())
                .options(ParquetSettings.of(corrected.schema()))
                .partitionBy(partitions)
                .save(staging);
        Dataset<Row> written = CellSource.open(source.rows().sparkSession(), List.of(staging), Optional.empty())
                .rows();
        requireAllWritten(written, expected);
        if (withModel) {
            model.save(new Path(output.staging(), OWN_FOLDER + "/model").toString());
        }
        Optional<Evaluation> scores = scoring.flatMap(settings -> scores(written, expected.written(), settings));
        run.progress().phase("drawing the report", 0);
        Optional<Picture> picture = picture(written, expected.written());
        RunSummary summary = summary(output, expected, scores);
        output.writeText(OWN_FOLDER + "/run.json", Json.page(summary));
        if (scores.isPresent()) {
            output.writeText(OWN_FOLDER + "/scores.csv", ScoreTable.csv(scores.get()));
        }
        output.writeText(OWN_FOLDER + "/report.html", ReportPage.html(summary, picture, scores));
        return summary;
    }

    private void requireAllWritten(Dataset<Row> written, RunSummary.Counts expected) {
        long rows = written.count();
        if (rows != expected.written()) {
            throw new IllegalStateException("the output has " + rows + " rows where " + expected.written()
                    + " were expected (read " + expected.read() + ", dropped " + expected.dropped()
                    + "); did the input change during the run? Nothing was published");
        }
    }

    private Optional<Picture> picture(Dataset<Row> written, long cells) {
        EmbeddingColumn before = model.embedding(source.rows().schema());
        return new PictureSample(
                        List.of(before, after(written, before)),
                        model.batch(source.rows().schema()),
                        run.label(),
                        (Long) model.getOrDefault(model.seed()))
                .draw(written, cells);
    }

    private EmbeddingColumn after(Dataset<Row> written, EmbeddingColumn before) {
        return EmbeddingColumn.resolve(written.schema(), model.output(before));
    }

    /** A correction is not lost because it could not be scored. */
    private Optional<Evaluation> scores(Dataset<Row> written, long rows, ScoreSettings settings) {
        EmbeddingColumn before = model.embedding(source.rows().schema());
        List<EmbeddingColumn> embeddings = List.of(before, after(written, before));
        BatchColumn batch = model.batch(source.rows().schema());
        try {
            return Optional.of(
                    new CellScoring(embeddings, batch, run.label(), settings, run.progress()).of(written, rows));
        } catch (Exception e) { // Spark throws checked exceptions undeclared.
            mishaps.add(
                    "The scores could not be computed (" + Reason.of(e) + "); run evaluate on the output to see more.");
            return Optional.empty();
        }
    }

    private RunSummary summary(StagedOutput output, RunSummary.Counts counts, Optional<Evaluation> scores) {
        SparkSession session = source.rows().sparkSession();
        EmbeddingColumn embedding = model.embedding(source.rows().schema());
        return new RunSummary(
                Version.atlasprox(),
                session.version(),
                System.getProperty("java.version"),
                run.command(),
                run.started().toString(),
                Duration.between(run.started(), Instant.now()).toMillis() / 1e3,
                source.inputs(),
                embedding.name(),
                model.output(embedding),
                Arrays.asList(model.getOrDefault(model.batchCol())),
                run.label().orElse(null),
                run.id().orElse(null),
                output.target().toString(),
                model.inForce(),
                counts,
                model.summary(),
                warnings(counts),
                scores.orElse(null));
    }

    private List<String> warnings(RunSummary.Counts counts) {
        List<String> warnings = new ArrayList<>(model.summary().warnings());
        if (counts.unchanged() > 0) {
            warnings.add(
                    counts.unchanged() + " of " + counts.read() + " rows were written with their embedding as it was.");
        }
        if (counts.dropped() > 0) {
            warnings.add(counts.dropped() + " of " + counts.read() + " rows were left out of the output.");
        }
        warnings.addAll(mishaps);
        return warnings;
    }
}
