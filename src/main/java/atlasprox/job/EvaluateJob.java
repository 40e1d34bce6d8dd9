package atlasprox.job;

import atlasprox.BadDataException;
import atlasprox.Version;
import atlasprox.metrics.Evaluation;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.EmbeddingColumn;
import atlasprox.report.Picture;
import atlasprox.report.ReportPage;
import atlasprox.results.EvaluationRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.types.StructType;

/** Scores the embeddings of a table side by side; writes nothing. */
public final class EvaluateJob {
    private final CellSource source;
    private final List<String> embeddings;
    private final List<String> batch;
    private final ScoreSettings settings;
    private final RunContext run;
    private final Extras extras;

    /**
     * @param source the cells
     * @param embeddings the names of the embeddings, the first of which the others are compared with
     * @param batch the batch columns
     * @param settings how to score
     * @param run who asked for what
     * @param extras is told what the page lacks
     */
    public EvaluateJob(
            CellSource source,
            List<String> embeddings,
            List<String> batch,
            ScoreSettings settings,
            RunContext run,
            Extras extras) {
        this.source = source;
        this.embeddings = embeddings;
        this.batch = batch;
        this.settings = settings;
        this.run = run;
        this.extras = extras;
    }

    /**
     * @return the scores
     * @throws BadDataException if a column is missing or of a wrong type, or no row is usable
     */
    public Evaluation run() {
        List<EmbeddingColumn> columns = columns();
        BatchColumn batches = batches();
        run.progress().phase("counting cells", 0);
        long rows = source.rows().count();
        return new CellScoring(columns, batches, run.label(), settings, run.progress()).of(source.rows(), rows);
    }

    /**
     * @param scores what {@link #run} returned
     * @return a page of the scores, with pictures of the embeddings
     */
    public String report(Evaluation scores) {
        Optional<Picture> picture = extras.attempt("The page has no pictures of the cells", () -> picture(scores))
                .flatMap(Function.identity());
        EvaluationRun summary = new EvaluationRun(
                Version.atlasprox(),
                source.rows().sparkSession().version(),
                System.getProperty("java.version"),
                run.command(),
                run.clock().started(),
                run.clock().seconds(),
                source.inputs(),
                batch,
                run.label().orElse(null),
                new TreeMap<>(Map.of(
                        "embedding", embeddings,
                        "profile", scores.profile(),
                        "maxCells", settings.maxCells(),
                        "pictureCells", run.pictureCells(),
                        "seed", settings.seed())),
                extras.mishaps());
        return ReportPage.html(summary, picture, scores);
    }

    private Optional<Picture> picture(Evaluation scores) {
        run.progress().phase("drawing the report", 0);
        return new CellPicture(columns(), run.pictureCells(), settings.seed(), extras::add)
                .of(source.rows(), batches(), run.label(), scores.cells());
    }

    private List<EmbeddingColumn> columns() {
        StructType schema = source.rows().schema();
        return embeddings.stream()
                .map(name -> EmbeddingColumn.resolve(schema, name))
                .toList();
    }

    private BatchColumn batches() {
        return BatchColumn.resolve(source.rows().schema(), batch);
    }
}
