package atlasprox.read.zarr.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/** The value that stands for every one of a chunk that was never written. */
public final class FillValue {
    private static final String HEX = "0x";
    private static final int HEX_RADIX = 16;

    private FillValue() {}

    /**
     * @param json as the metadata have it; null, of version 2, stands for zero and the empty text
     * @param type a type that is read
     * @return one value
     * @throws RefusedException if it is none of that type
     */
    public static Elements of(JsonNode json, DataType type) {
        ElementType element = type.element().orElseThrow();
        if (element == ElementType.TEXT) {
            return Texts.of(json.isNull() ? "" : scalar(json).asText());
        }
        ByteBuffer value = ByteBuffer.allocate(type.bytes()).order(type.order());
        try {
            if (!json.isNull()) {
                put(scalar(json), element, value);
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw wrong(json);
        }
        return element.view(value.rewind(), type.bytes());
    }

    private static JsonNode scalar(JsonNode json) {
        if (!json.isValueNode()) {
            throw wrong(json);
        }
        return json;
    }

    private static RefusedException wrong(JsonNode json) {
        return Metadata.wrong("fill_value", json);
    }

    private static void put(JsonNode json, ElementType type, ByteBuffer value) {
        switch (type) {
            case BOOL -> value.put((byte) integer(json).signum());
            case INT8, UINT8 -> value.put(integer(json).byteValue());
            case INT16, UINT16 -> value.putShort(integer(json).shortValue());
            case INT32, UINT32 -> value.putInt(integer(json).intValue());
            case INT64, UINT64 -> value.putLong(integer(json).longValue());
            case FLOAT16, FLOAT32, FLOAT64 -> putReal(json, type, value);
            case FIXED_BYTES -> {
                byte[] text = Base64.getDecoder().decode(json.asText());
                value.put(Arrays.copyOf(text, value.capacity()));
            }
            default -> {
                String text = json.asText();
                text.codePoints().limit(value.capacity() / Integer.BYTES).forEach(value::putInt);
            }
        }
    }

    private static BigInteger integer(JsonNode json) {
        if (json.isBoolean()) {
            return json.booleanValue() ? BigInteger.ONE : BigInteger.ZERO;
        }
        if (!json.isNumber()) {
            throw wrong(json);
        }
        return json.isIntegralNumber()
                ? json.bigIntegerValue()
                : BigDecimal.valueOf(json.doubleValue()).toBigIntegerExact();
    }

    /** A number, the name of one that JSON does not have, or the bits themselves. */
    private static void putReal(JsonNode json, ElementType type, ByteBuffer value) {
        if (json.isTextual() && json.textValue().startsWith(HEX)) {
            putBits(Long.parseUnsignedLong(json.textValue().substring(HEX.length()), HEX_RADIX), type, value);
            return;
        }
        double real = json.isTextual() ? Double.parseDouble(json.textValue()) : number(json);
        switch (type) {
            case FLOAT16 -> value.putShort(Numbers.toHalf(real));
            case FLOAT32 -> value.putFloat((float) real);
            default -> value.putDouble(real);
        }
    }

    private static double number(JsonNode json) {
        return json.isDouble() ? json.doubleValue() : integer(json).doubleValue();
    }

    private static void putBits(long bits, ElementType type, ByteBuffer value) {
        switch (type) {
            case FLOAT16 -> value.putShort((short) bits);
            case FLOAT32 -> value.putInt((int) bits);
            default -> value.putLong(bits);
        }
    }
}
