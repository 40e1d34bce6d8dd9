package atlasprox.ml.params;

import java.io.Serializable;
import java.util.List;

/**
 * The values that a setting may have.
 *
 * @param words in the words of help pages, empty where every value of the type is allowed
 * @param allows whether a value is among them
 */
record Range<T>(String words, Check<T> allows) implements Serializable {

    /** Params travel with their stages, and so must these; Scala's functions do by themselves. */
    interface Check<T> extends scala.Function1<T, Object>, Serializable {}

    private interface OfNumber extends Serializable {
        boolean allows(double number);
    }

    static <T> Range<T> any() {
        return new Range<>("", value -> true);
    }

    static Range<Object> above0() {
        return number("above 0", number -> number > 0.0);
    }

    static Range<Object> atLeast0() {
        return number("at least 0 and finite", number -> number >= 0.0);
    }

    static Range<Object> wholeAtLeast0() {
        return number("at least 0", number -> number >= 0.0);
    }

    static Range<Object> atLeast1() {
        return number("at least 1", number -> number >= 1.0);
    }

    /** Above 0 and at most 1. */
    static Range<Object> share() {
        return number("above 0 and at most 1", number -> number > 0.0 && number <= 1.0);
    }

    /** At least 0 and below 1. */
    static Range<Object> part() {
        return number("at least 0 and below 1", number -> number >= 0.0 && number < 1.0);
    }

    /** At least 0 and at most 1. */
    static Range<Object> partOrAll() {
        return number("at least 0 and at most 1", number -> number >= 0.0 && number <= 1.0);
    }

    static Range<String> oneOf(List<String> values) {
        return new Range<>(String.join(" | ", values), values::contains);
    }

    private static Range<Object> number(String words, OfNumber range) {
        return new Range<>(words, value -> {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) && range.allows(number);
        });
    }

    /** What a setting does, and its range. */
    String after(String what) {
        if (words.isEmpty()) {
            return what;
        }
        return words.contains(" | ") ? what + " (" + words + ")" : what + ", " + words;
    }
}
