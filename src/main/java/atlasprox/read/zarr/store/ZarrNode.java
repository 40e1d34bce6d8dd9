package atlasprox.read.zarr.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A group or an array of a store, with its attributes. Nothing of an array has been looked at.
 *
 * @param path its place within the store, without a slash at either end; empty for the root
 * @param isArray whether it is an array rather than a group
 * @param metadata the object of {@code zarr.json}, {@code .zarray} or {@code .zgroup}
 * @param attributes a JSON object; empty where there are none
 */
public record ZarrNode(String path, boolean isArray, JsonNode metadata, JsonNode attributes) {
    public boolean hasAttribute(String name) {
        return attributes.has(name);
    }

    /** An attribute holding one string; the empty string where there is none. */
    public String text(String attribute) {
        return attributes.path(attribute).isTextual()
                ? attributes.path(attribute).textValue()
                : "";
    }

    /** An attribute holding a list of strings; the empty list where there is none. */
    public List<String> texts(String attribute) {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : attributes.path(attribute)) {
            if (!text.isTextual()) {
                return List.of();
            }
            texts.add(text.textValue());
        }
        return texts;
    }

    /** An attribute holding a list of integers; the empty list where there is none. */
    public long[] longs(String attribute) {
        List<JsonNode> numbers = new ArrayList<>();
        attributes.path(attribute).forEach(numbers::add);
        return numbers.stream().allMatch(JsonNode::canConvertToLong)
                ? numbers.stream().mapToLong(JsonNode::longValue).toArray()
                : new long[0];
    }
}
