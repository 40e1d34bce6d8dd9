package atlasprox.read.zarr.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Members of JSON objects that must be there, and of one type. */
public final class Metadata {
    /** More dimensions than anyone has. */
    private static final int MOST_DIMENSIONS = 64;

    private Metadata() {}

    /** @throws RefusedException if it is no text */
    public static String text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        if (!value.isTextual()) {
            throw wrong(member, value);
        }
        return value.textValue();
    }

    /** A text, or another one where there is none. */
    public static String text(JsonNode object, String member, String otherwise) {
        JsonNode value = object.path(member);
        return value.isMissingNode() || value.isNull() ? otherwise : text(object, member);
    }

    /**
     * A list of whole numbers.
     *
     * @param least the smallest that may be in it
     * @throws RefusedException if it is none
     */
    public static long[] numbers(JsonNode object, String member, long least) {
        JsonNode list = object.path(member);
        if (!list.isArray() || list.size() > MOST_DIMENSIONS) {
            throw wrong(member, list);
        }
        long[] numbers = new long[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!list.get(i).isIntegralNumber()
                    || !list.get(i).canConvertToLong()
                    || list.get(i).longValue() < least) {
                throw wrong(member, list);
            }
            numbers[i] = list.get(i).longValue();
        }
        return numbers;
    }

    /** @throws RefusedException if it is no whole number of at least 1 that fits into 31 bits */
    public static int size(JsonNode object, String member) {
        JsonNode value = object.path(member);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            throw wrong(member, value);
        }
        return value.intValue();
    }

    /** The members of a list; none where there is no list. */
    public static List<JsonNode> list(JsonNode object, String member) {
        JsonNode list = object.path(member);
        if (!list.isArray() && !list.isMissingNode() && !list.isNull()) {
            throw wrong(member, list);
        }
        List<JsonNode> members = new ArrayList<>();
        list.forEach(members::add);
        return members;
    }

    static RefusedException wrong(String member, JsonNode value) {
        return RefusedException.damaged(
                "has " + (value.isMissingNode() ? "no '" + member + "'" : "the '" + member + "' " + shown(value)));
    }

    /** The first letters of a value. */
    static String shown(JsonNode value) {
        String text = value.isContainerNode() && value.size() > MOST_DIMENSIONS
                ? "of " + value.size() + " members"
                : value.toString();
        return text.length() <= MOST_DIMENSIONS ? text : text.substring(0, MOST_DIMENSIONS) + "...";
    }
}
