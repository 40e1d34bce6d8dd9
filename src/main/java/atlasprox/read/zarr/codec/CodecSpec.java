package atlasprox.read.zarr.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.ByteOrder;

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

    /**
     * Of the codec that says how bytes follow each other, their order.
     *
     * @throws RefusedException if it is none
     */
    public ByteOrder order() {
        String order = Metadata.text(settings, "endian", "little");
        return switch (order) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw RefusedException.damaged("has the order of bytes '" + order + "'");
        };
    }
}
