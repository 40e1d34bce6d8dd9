package atlasprox.results;

import atlasprox.metrics.Evaluation;
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
 * @param fingerprints hashes of what was read and written
 * @param repeat what else it takes to repeat the run
 * @param warnings what a user should know, one plain sentence each
 * @param missing files that belong to the output's own folder and could not be made; the warnings say why
 * @param scores the embedding and the corrected one side by side; null where no label column was given
 * @param fromCounts how the embedding was made of counts; null where the input had it
 * @param annotated what the cells were told to be, for each label column; none where nothing was told
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
        Fingerprints fingerprints,
        Repeat repeat,
        List<String> warnings,
        List<String> missing,
        Evaluation scores,
        CountsSummary fromCounts,
        List<AnnotationSummary> annotated) {

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

    /**
     * Hashes in hexadecimal, the same in any row order and number of files; {@code inspect} shows them as well.
     *
     * @param input of the usable cells of the input and their batches; the output's own copy of them has the same
     * @param corrected of the corrected cells and their batches
     * @param ids of the ids written; null where there is no id column
     */
    public record Fingerprints(String input, String corrected, String ids) {}

    /**
     * What it takes to repeat a run, beyond the names and settings that stand by themselves.
     *
     * @param input the input paths with their file systems and all folders above them
     * @param models the models that the run read and wrote beside its output
     * @param score how the cells were to be scored; null where they were not
     * @param pictureCells how many cells the report's pictures were to show at most
     * @param labelHeads the label columns that the model was to tell labels of
     */
    public record Repeat(List<String> input, Models models, Score score, int pictureCells, List<String> labelHeads) {

        /** Of a model that tells no labels. */
        public Repeat(List<String> input, Models models, Score score, int pictureCells) {
            this(input, models, score, pictureCells, List.of());
        }
    }

    /**
     * Models by their folders.
     *
     * @param read the model that was applied or extended, or null
     * @param written where its next version was saved, or null
     * @param growReference whether the reference grew by the new batches
     */
    public record Models(String read, String written, boolean growReference) {
        /** No model beside the output. */
        public static final Models NONE = new Models(null, null, false);
    }

    /**
     * How cells are scored.
     *
     * @param profile which metrics
     * @param maxCells the cells above which a sample is scored, 0 for no bound
     */
    public record Score(String profile, int maxCells) {}
}
