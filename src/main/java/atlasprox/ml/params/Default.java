package atlasprox.ml.params;

import java.io.Serializable;
import java.util.function.Function;

/**
 * What a setting is that nobody has set.
 *
 * @param words in the words of the documentation
 * @param value the value; null where it depends on other settings, or there is none
 * @param rule gives the value by other settings; null where it depends on none
 */
record Default(String words, Serializable value, Rule rule) implements Serializable {
    private static final String REQUIRED = "required";

    /** Makes a value of other settings in force. */
    interface Rule extends Function<RefinerParams, Object>, Serializable {}

    static Default of(Serializable value) {
        return new Default(value instanceof String[] ? "none" : String.valueOf(value), value, null);
    }

    /**
     * @param words which value when
     * @param rule a pure function of the other settings
     */
    static Default by(String words, Rule rule) {
        return new Default(words, null, rule);
    }

    /** The value comes with the data. */
    static Default ofData(String words) {
        return new Default(words, null, null);
    }

    static Default required() {
        return new Default(REQUIRED, null, null);
    }

    /** A plain default is added by whoever shows a Param, as Spark does; any other one must stand in its documentation. */
    String after(String doc) {
        return value != null || words.equals(REQUIRED) ? doc : doc + " (default: " + words + ")";
    }
}
