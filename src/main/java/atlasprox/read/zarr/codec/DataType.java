package atlasprox.read.zarr.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an array's values are.
 *
 * @param element their type; empty where it is not read
 * @param bytes the number of bytes of each, at least 1; 1 for texts of any length
 * @param order the order of these bytes; of version 3, a codec says it
 * @param words what they are called, for messages
 */
public record DataType(Optional<ElementType> element, int bytes, ByteOrder order, String words) {
    private static final Pattern NUMPY = Pattern.compile("([<>|=])([a-zA-Z])(\\d{0,9})");
    private static final int LARGEST_TEXT = 1 << 20;

    private static final Map<String, ElementType> NUMPY_NUMBERS = Map.ofEntries(
            Map.entry("b1", ElementType.BOOL),
            Map.entry("i1", ElementType.INT8),
            Map.entry("i2", ElementType.INT16),
            Map.entry("i4", ElementType.INT32),
            Map.entry("i8", ElementType.INT64),
            Map.entry("u1", ElementType.UINT8),
            Map.entry("u2", ElementType.UINT16),
            Map.entry("u4", ElementType.UINT32),
            Map.entry("u8", ElementType.UINT64),
            Map.entry("f2", ElementType.FLOAT16),
            Map.entry("f4", ElementType.FLOAT32),
            Map.entry("f8", ElementType.FLOAT64));

    /** Of version 2: how NumPy writes a type. */
    public static DataType ofVersion2(JsonNode json) {
        Matcher parts = NUMPY.matcher(json.isTextual() ? json.textValue() : "");
        if (!parts.matches()) {
            return notRead(json);
        }
        ByteOrder order = parts.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int size = parts.group(3).isEmpty() ? 0 : Integer.parseInt(parts.group(3));
        ElementType number = NUMPY_NUMBERS.get(parts.group(2) + size);
        if (number != null) {
            return of(number, size, order);
        }
        return switch (parts.group(2)) {
            case "O" -> of(ElementType.TEXT, 1, order);
            case "S" -> fixed(json, ElementType.FIXED_BYTES, size, order);
            case "U" -> fixed(json, ElementType.FIXED_UTF32, (long) size * Integer.BYTES, order);
            default -> notRead(json);
        };
    }

    /** Of version 3: a name, or an object of a name and a configuration. */
    public static DataType ofVersion3(JsonNode json) {
        String name = json.isTextual() ? json.textValue() : Metadata.text(json, "name");
        JsonNode length = json.path("configuration").path("length_bytes");
        return switch (name) {
            case "bool", "int8", "uint8" -> ofName(name, Byte.BYTES);
            case "int16", "uint16", "float16" -> ofName(name, Short.BYTES);
            case "int32", "uint32", "float32" -> ofName(name, Integer.BYTES);
            case "int64", "uint64", "float64" -> ofName(name, Long.BYTES);
            case "string", "variable_length_utf8", "numpy.variable_length_utf8" ->
                of(ElementType.TEXT, 1, ByteOrder.LITTLE_ENDIAN);
            case "fixed_length_utf32", "numpy.fixed_length_utf32" ->
                fixed(json, ElementType.FIXED_UTF32, length.asLong(), ByteOrder.LITTLE_ENDIAN);
            case "null_terminated_bytes", "numpy.null_terminated_bytes" ->
                fixed(json, ElementType.FIXED_BYTES, length.asLong(), ByteOrder.LITTLE_ENDIAN);
            default -> notRead(json);
        };
    }

    private static DataType ofName(String name, int bytes) {
        return of(ElementType.valueOf(name.toUpperCase(Locale.ROOT)), bytes, ByteOrder.LITTLE_ENDIAN);
    }

    private static DataType of(ElementType element, int bytes, ByteOrder order) {
        return new DataType(Optional.of(element), bytes, order, element.words());
    }

    private static DataType fixed(JsonNode json, ElementType element, long bytes, ByteOrder order) {
        boolean valid = bytes > 0
                && bytes <= LARGEST_TEXT
                && (element != ElementType.FIXED_UTF32 || bytes % Integer.BYTES == 0);
        return valid ? of(element, (int) bytes, order) : notRead(json);
    }

    private static DataType notRead(JsonNode json) {
        return new DataType(Optional.empty(), 1, ByteOrder.LITTLE_ENDIAN, "values of the type " + Metadata.shown(json));
    }

    /** The same values with their bytes in another order. */
    public DataType inOrder(ByteOrder other) {
        return new DataType(element, bytes, other, words);
    }
}
