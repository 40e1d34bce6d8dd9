package atlasprox.results;

import java.util.List;

/**
 * The content of {@code run.json} of an embedding that was made of counts.
 *
 * @param atlasprox the program's version
 * @param spark Spark's version
 * @param command the command's name
 * @param started the start in UTC, ISO 8601
 * @param seconds the wall time from start to written output
 * @param input the input paths as given
 * @param method how the embedding was made
 * @param embedding the column that was written
 * @param batch the batch columns; empty where genes were told for all cells together
 * @param output the output folder
 * @param fromCounts how the embedding was made
 * @param training the rounds of scFedVI; null where none were run
 * @param written rows found in the output after it was written
 * @param embedded those of them that have an embedding
 * @param warnings what a user should know, one plain sentence each
 */
public record EmbedSummary(
        String atlasprox,
        String spark,
        String command,
        String started,
        double seconds,
        List<String> input,
        String method,
        String embedding,
        List<String> batch,
        String output,
        CountsSummary fromCounts,
        ScFedViSummary training,
        long written,
        long embedded,
        List<String> warnings) {}
