package atlasprox.read.zarr.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * One step of writing, as an array's metadata name it.
 *
 * @param name as numcodecs calls it
 * @param settings a JSON object
 */
public record CodecSpec(String name, JsonNode settings) {
    private static final String NUMCODECS = "numcodecs.";

    /** Of a member of version 3's {@code codecs}: a name, or an object of a name and a configuration. */
    public static CodecSpec ofVersion3(JsonNode json) {
        if (json.isTextual()) {
            return new CodecSpec(unprefixed(json.textValue()), JsonNodeFactory.instance.objectNode());
        }
        return new CodecSpec(unprefixed(Metadata.text(json, "name")), json.path("configuration"));
    }

    /** Of version 2's {@code compressor}, or a member of its {@code filters}: an object of an id and settings. */
    public static CodecSpec ofVersion2(JsonNode json) {
        return new CodecSpec(Metadata.text(json, "id"), json);
    }

    private static String unprefixed(String name) {
        return name.startsWith(NUMCODECS) ? name.substring(NUMCODECS.length()) : name;
    }
}
