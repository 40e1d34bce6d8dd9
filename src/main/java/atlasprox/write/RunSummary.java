package atlasprox.write;

import atlasprox.metrics.Evaluation;
import atlasprox.ml.FitSummary;
import java.util.List;
import java.util.Map;

/**
 * The content of {@code run.json}: enough to see what a run did and to repeat it.
 *
 * @param atlasprox the program's version
 * @param spark Spark's version
 * @param java the Java runtime's version
 * @param command the command's name
 * @param started the start in UTC, ISO 8601
 * @param seconds the wall time from start to written output
 * @param input the input paths as given
 * @param embedding the embedding's name
 * @param outputEmbedding the corrected embedding's name
 * @param batch the batch columns
 * @param label the label column, or null
 * @param id the id column, or null
 * @param output the output folder
 * @param settings every setting of the method by its name, with the value in force
 * @param counts the rows of this run
 * @param fit what the fit saw and did; of the model, where a saved one was applied
 * @param warnings what a user should know, one plain sentence each
 * @param scores the embedding and the corrected one side by side; null where no label column was given
 */
public record RunSummary(
        String atlasprox,
        String spark,
        String java,
        String command,
        String started,
        double seconds,
        List<String> input,
        String embedding,
        String outputEmbedding,
        List<String> batch,
        String label,
        String id,
        String output,
        Map<String, Object> settings,
        Counts counts,
        FitSummary fit,
        List<String> warnings,
        Evaluation scores) {

    /**
     * Rows, which add up: read = corrected + unchanged + dropped, written = corrected + unchanged.
     *
     * @param read rows of the input
     * @param corrected rows written with a corrected embedding
     * @param unchanged rows written with the embedding as it was (invalid cells or unknown batches, where told to pass them)
     * @param dropped rows left out of the output
     * @param written rows found in the output after it was written
     */
    public record Counts(long read, long corrected, long unchanged, long dropped, long written) {}
}
