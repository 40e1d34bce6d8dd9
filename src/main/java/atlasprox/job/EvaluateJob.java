package atlasprox.job;

import atlasprox.BadDataException;
import atlasprox.metrics.Evaluation;
import atlasprox.read.BatchColumn;
import atlasprox.read.CellSource;
import atlasprox.read.EmbeddingColumn;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/** Scores the embeddings of a table; writes nothing. */
public final class EvaluateJob {
    private final CellSource source;
    private final List<String> embeddings;
    private final List<String> batch;
    private final ScoreSettings settings;
    private final RunContext run;

    /**
     * @param source the cells
     * @param embeddings the names of the embeddings, the first of which the others are compared with
     * @param batch the batch columns
     * @param settings how to score
     * @param run who asked for what
     */
    public EvaluateJob(
            CellSource source, List<String> embeddings, List<String> batch, ScoreSettings settings, RunContext run) {
        this.source = source;
        this.embeddings = embeddings;
        this.batch = batch;
        this.settings = settings;
        this.run = run;
    }

    /**
     * @return the scores
     * @throws BadDataException if a column is missing or of a wrong type, or no row is usable
     */
    public Evaluation run() {
        StructType schema = source.rows().schema();
        List<EmbeddingColumn> columns = embeddings.stream()
                .map(name -> EmbeddingColumn.resolve(schema, name))
                .toList();
        BatchColumn batches = BatchColumn.resolve(schema, batch);
        run.progress().phase("counting cells", 0);
        long rows = source.rows().count();
        return new CellScoring(columns, batches, run.label(), settings, run.progress()).of(source.rows(), rows);
    }
}
