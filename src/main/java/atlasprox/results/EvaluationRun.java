package atlasprox.results;

import java.util.List;
import java.util.Map;

/**
 * What an evaluation was run on: enough to see it and to repeat it.
 *
 * @param atlasprox the program's version
 * @param spark Spark's version
 * @param java the Java runtime's version
 * @param command the command's name
 * @param started the start in UTC, ISO 8601
 * @param seconds the wall time
 * @param input the input paths as given
 * @param batch the batch columns
 * @param label the label column, or null
 * @param settings every setting by its name, with the value in force
 * @param warnings what a user should know, one plain sentence each
 */
public record EvaluationRun(
        String atlasprox,
        String spark,
        String java,
        String command,
        String started,
        double seconds,
        List<String> input,
        List<String> batch,
        String label,
        Map<String, Object> settings,
        List<String> warnings) {}
