package atlasprox.job;

import atlasprox.Json;
import atlasprox.Version;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.ml.RefinerParams;
import atlasprox.read.CellSource;
import atlasprox.read.EmbeddingColumn;
import atlasprox.report.Picture;
import atlasprox.report.ReportPage;
import atlasprox.write.RunSummary;
import atlasprox.write.StagedOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Writes what a correction leaves behind: the table, the model, {@code run.json} and the report. */
final class CorrectedOutput {
    /** Spark leaves folders alone that begin with an underscore, so the output reads as Parquet as it is. */
    private static final String OWN_FOLDER = "_atlasprox";

    private final CellSource source;
    private final BatchRefinerModel model;
    private final RunContext run;

    CorrectedOutput(CellSource source, BatchRefinerModel model, RunContext run) {
        this.source = source;
        this.model = model;
        this.run = run;
    }

    /** Writes and publishes; fails, leaving nothing, if the rows written are not the rows expected. */
    RunSummary write(StagedOutput output, RunSummary.Counts expected, boolean withModel) throws IOException {
        run.progress().phase("correcting and writing", expected.read());
        String staging = output.staging().toString();
        model.transform(source.rows()).write().parquet(staging);
        Dataset<Row> written = source.rows().sparkSession().read().parquet(staging);
        requireAllWritten(written, expected);
        if (withModel) {
            model.save(new Path(output.staging(), OWN_FOLDER + "/model").toString());
        }
        run.progress().phase("drawing the report", 0);
        Optional<Picture> picture = picture(written, expected.written());
        RunSummary summary = summary(output, expected);
        output.writeText(OWN_FOLDER + "/run.json", Json.page(summary));
        output.writeText(OWN_FOLDER + "/report.html", ReportPage.html(summary, picture, Optional.empty()));
        output.publish();
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
        EmbeddingColumn after = EmbeddingColumn.resolve(written.schema(), model.output(before));
        return new PictureSample(
                        List.of(before, after), model.batch(source.rows().schema()), run.label(), (long)
                                model.getOrDefault(model.seed()))
                .draw(written, cells);
    }

    private RunSummary summary(StagedOutput output, RunSummary.Counts counts) {
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
                settings(model),
                counts,
                model.summary(),
                warnings(counts));
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
        return warnings;
    }

    private static Map<String, Object> settings(RefinerParams params) {
        Map<String, Object> settings = new TreeMap<>();
        for (Param<?> param : params.params()) {
            if (params.isDefined(param)) {
                Object value = params.getOrDefault(param);
                settings.put(param.name(), value instanceof String[] names ? Arrays.asList(names) : value);
            }
        }
        return settings;
    }
}
