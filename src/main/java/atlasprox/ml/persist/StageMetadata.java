package atlasprox.ml.persist;

import atlasprox.BadDataException;
import atlasprox.Json;
import atlasprox.Reason;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.sql.SparkSession;
import org.json4s.AsJsonInput$;
import org.json4s.JObject;
import org.json4s.jackson.JsonMethods$;
import scala.Option;

/** The {@code metadata/} of a saved stage: one JSON line with its class, its uid, its settings and members of its own. */
public final class StageMetadata {
    private StageMetadata() {}

    /**
     * @param stage what to save
     * @param path its folder
     * @param session to write with
     * @param own its own members by their names
     */
    public static void save(Params stage, String path, SparkSession session, Map<String, ?> own) {
        DefaultParamsWriter$.MODULE$.saveMetadata(stage, path, session, Option.apply(json4s(Json.line(own))));
    }

    private static JObject json4s(String json) {
        return (JObject) JsonMethods$.MODULE$.parse(json, false, false, AsJsonInput$.MODULE$.stringAsJsonInput());
    }

    /**
     * Makes a stage of its metadata.
     *
     * @param <T> the stage
     */
    public interface Stage<T extends Params> {
        /**
         * @param uid its identifier
         * @param own its own members
         */
        T of(String uid, JsonNode own);
    }

    /**
     * @param path its folder
     * @param session to read with
     * @param type its class
     * @param stage makes it, without its settings
     * @return the stage with its settings
     * @throws BadDataException if the folder cannot be read
     */
    public static <T extends Params> T load(String path, SparkSession session, Class<T> type, Stage<T> stage) {
        try {
            DefaultParamsReader.Metadata metadata =
                    DefaultParamsReader$.MODULE$.loadMetadata(path, session, type.getName());
            T loaded = stage.of(metadata.uid(), Json.tree(metadata.metadataJson()));
            metadata.getAndSetParams(loaded, Option.empty());
            return loaded;
        } catch (BadDataException e) {
            throw e;
        } catch (Exception e) { // Scala throws checked exceptions undeclared.
            throw new BadDataException(
                    "cannot read the stage " + path + " (" + Reason.of(e) + "); name a folder that a "
                            + type.getSimpleName() + " was saved in",
                    e);
        }
    }
}
