package atlasprox.read.anndata;

import atlasprox.BadDataException;
import atlasprox.read.anndata.tree.Container;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The options of the data source.
 *
 * @param paths the files, at least one
 * @param embeddings the {@code obsm} keys; none for the only one of the file, where no counts are asked for
 * @param counts the path of the matrix of counts, if that is asked for
 */
record AnnDataOptions(List<String> paths, List<String> embeddings, Optional<String> counts) {
    static AnnDataOptions of(Container container, CaseInsensitiveStringMap options) {
        List<String> paths = options.containsKey("path") ? List.of(options.get("path")) : list("paths", options);
        if (paths.isEmpty()) {
            throw new BadDataException("no " + container.noun() + " is named; give load() one path or several");
        }
        return new AnnDataOptions(paths, list("embedding", options), Optional.ofNullable(options.get("counts")));
    }

    /** Spark passes the arguments of load() as a JSON list, which names with commas need too; people write commas. */
    private static List<String> list(String option, CaseInsensitiveStringMap options) {
        String given = options.getOrDefault(option, "");
        if (!given.startsWith("[")) {
            return commaSeparated(given);
        }
        try {
            return List.of(new ObjectMapper().readValue(given, String[].class));
        } catch (JsonProcessingException e) {
            throw new BadDataException("the option " + option + " is not a JSON list of texts: " + given, e);
        }
    }

    private static List<String> commaSeparated(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
