package atlasprox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;

/** JSON text to and from records, by one mapper with one set of rules. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    /**
     * @param value a record, map, list or bean
     * @return it in one line of JSON
     */
    public static String line(Object value) {
        return write(MAPPER.writer(), value);
    }

    /**
     * @param value a record, map, list or bean
     * @return it as indented JSON
     */
    public static String page(Object value) {
        return write(MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT), value);
    }

    /**
     * @param json a text of JSON
     * @return its tree
     * @throws UncheckedIOException if it is not JSON
     */
    public static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * @param tree a tree of JSON
     * @param type the record to make of it; members that it does not know are left out
     * @param <T> that record's type
     * @return the record
     * @throws UncheckedIOException if the tree does not fit
     */
    public static <T> T value(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    private static String write(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
