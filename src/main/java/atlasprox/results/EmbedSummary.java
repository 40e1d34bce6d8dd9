package atlasprox.results;

import java.util.List;
import java.util.Map;

/**
 * What became of counts.
 *
 * @param atlasprox the program's version
 * @param spark Spark's version
 * @param command the command's name
 * @param started the start in UTC, ISO 8601
 * @param seconds the wall time
 * @param input the input paths as given
 * @param layer the counts
 * @param embedding the column that was written
 * @param batch the batch columns; empty where genes were told for all cells together
 * @param output the output folder
 * @param settings how counts became an embedding
 * @param genesRead how many genes the input has
 * @param genesTaken how many of these the embedding is made of
 * @param written rows found in the output after it was written
 * @param embedded those of them that have an embedding
 * @param share of the variance of these genes that each component has
 * @param batches the quality of each batch's counts; empty where a saved model embedded the cells
 * @param warnings what a user should know, one plain sentence each
 */
public record EmbedSummary(
        String atlasprox,
        String spark,
        String command,
        String started,
        double seconds,
        List<String> input,
        String layer,
        String embedding,
        List<String> batch,
        String output,
        Object settings,
        int genesRead,
        int genesTaken,
        long written,
        long embedded,
        double[] share,
        Map<String, ?> batches,
        List<String> warnings) {}
