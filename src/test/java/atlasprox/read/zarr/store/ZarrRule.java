package atlasprox.read.zarr.store;

import atlasprox.read.zarr.codec.ElementType;
import java.math.BigInteger;

/**
 * Which values an array of the fixtures holds: what make_zarr_codec_fixtures.py computes for its rules.
 *
 * @param rule its name
 * @param from the first row that was written
 * @param until the end of those rows
 * @param fill what stands in the others
 */
record ZarrRule(String rule, long from, long until, String fill) {
    static ZarrRule of(ZarrNode array) {
        var written = array.attributes().path("written");
        return written.isArray()
                ? new ZarrRule(
                        array.text("rule"),
                        written.get(0).asLong(),
                        written.get(1).asLong(),
                        array.text("fill"))
                : new ZarrRule(array.text("rule"), 0, Long.MAX_VALUE, "");
    }

    /** Whether the value at a place is what the rule says. */
    boolean holds(Object value, ElementType type, long row, long place) {
        return row >= from && row < until ? value.equals(expected(type, place)) : isFill(value);
    }

    private boolean isFill(Object value) {
        if (value instanceof Number number && !(value instanceof BigInteger)) {
            double expected = Double.parseDouble(fill.replace("nan", "NaN").replace("inf", "Infinity"));
            // Halves are as near as they can be.
            return Double.compare(number.doubleValue(), expected) == 0
                    || Math.abs(number.doubleValue() - expected) < 0x1p-25;
        }
        return value.toString().equalsIgnoreCase(fill);
    }

    Object expected(ElementType type, long place) {
        long square = Math.floorMod(place * place * 7 + 3 * place, 1009) - 500L;
        return switch (rule) {
            case "texts" -> square + "é".repeat((int) (place % 3));
            case "words" -> Long.toString(square);
            case "booleans" -> Math.floorMod(square, 3) == 0;
            case "eighths" -> type == ElementType.FLOAT64 ? (Object) (square / 8.0) : (Object) (float) (square / 8.0);
            case "noise" -> place * 2654435761L & 0xffffffffL;
            default -> integer(type, square);
        };
    }

    private static Object integer(ElementType type, long value) {
        return switch (type) {
            case INT8 -> (int) (byte) value;
            case UINT8 -> (int) (value & 0xff);
            case INT16, INT32 -> (int) value;
            case UINT16 -> (int) (value & 0xffff);
            case INT64 -> value;
            case UINT32 -> value & 0xffffffffL;
            case UINT64 -> new BigInteger(Long.toUnsignedString(value));
            default -> throw new IllegalArgumentException(type.toString());
        };
    }
}
