package atlasprox.counts;

import atlasprox.BadDataException;
import atlasprox.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The file that says what the model in a folder is.
 *
 * @param folder the folder
 * @param json the content of its {@value #NAME}, with the format's name and version
 */
public record SparkModelFile(String folder, JsonNode json) {
    /** The file's name. */
    public static final String NAME = "model.json";

    /**
     * @param session whose file systems to use
     * @param folder where a model was saved
     * @return its file
     * @throws BadDataException if there is none
     * @throws IOException if the file system cannot be reached
     */
    public static SparkModelFile read(SparkSession session, String folder) throws IOException {
        Path file = new Path(folder, NAME);
        FileSystem files = file.getFileSystem(session.sparkContext().hadoopConfiguration());
        if (!files.exists(file)) {
            throw new BadDataException(folder + " holds no model of counts: it has no " + NAME
                    + "; name a folder that embed --output-model wrote");
        }
        try (FSDataInputStream stream = files.open(file)) {
            return new SparkModelFile(folder, Json.tree(new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }

    /** @return the format's name and version; empty where there is none */
    public String format() {
        return json.path("format").asText();
    }

    /**
     * @param type of the content
     * @param format the format's name and version that the content is to be of
     * @param <T> of the content
     * @return the content
     * @throws BadDataException if it is of another format
     */
    public <T> T as(Class<T> type, String format) {
        if (!format.equals(format())) {
            throw new BadDataException(folder + " is of the format '" + format() + "', and this program reads '"
                    + format + "'; it is another model, or one of a later version");
        }
        return Json.value(json, type);
    }
}
