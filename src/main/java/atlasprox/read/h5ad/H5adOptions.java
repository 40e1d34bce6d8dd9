package atlasprox.read.h5ad;

import atlasprox.BadDataException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The options of the data source.
 *
 * @param paths the files, at least one
 * @param embeddings the {@code obsm} keys; none for the only one of the file
 */
record H5adOptions(List<String> paths, List<String> embeddings) {
    static H5adOptions of(CaseInsensitiveStringMap options) {
        List<String> paths = options.containsKey("path") ? List.of(options.get("path")) : paths(options.get("paths"));
        if (paths.isEmpty()) {
            throw new BadDataException("no h5ad file is named; give load() one path or several");
        }
        return new H5adOptions(paths, commaSeparated(options.getOrDefault("embedding", "")));
    }

    /** Spark passes the arguments of load() as a JSON list; people write commas. */
    private static List<String> paths(String paths) {
        if (paths == null || !paths.startsWith("[")) {
            return commaSeparated(paths == null ? "" : paths);
        }
        try {
            return List.of(new ObjectMapper().readValue(paths, String[].class));
        } catch (JsonProcessingException e) {
            throw new BadDataException("the option paths is not a list of paths: " + paths, e);
        }
    }

    private static List<String> commaSeparated(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
