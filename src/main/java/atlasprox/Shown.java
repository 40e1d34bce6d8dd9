package atlasprox;

import java.util.function.IntPredicate;

/** Texts from the data as messages may show them: no name ends a line, moves a terminal's cursor, turns the text around or fills the screen. */
public final class Shown {
    private static final int LONGEST = 60;

    private Shown() {}

    /**
     * @param name a batch, a label or an id, as it stands in the data
     * @return it in single quotes, cut to 60 characters
     */
    public static String name(String name) {
        return "'" + cut(name) + "'";
    }

    /**
     * @param name as above
     * @return as {@link #name}, with unusual blanks and marks put onto letters escaped too: no two names look the same
     */
    public static String exactly(String name) {
        return escaped(name(name), Shown::isHardToSee);
    }

    /**
     * @param name a batch, a label or an id, as it stands in the data
     * @return it without quotes, cut to 60 characters
     */
    public static String cut(String name) {
        int length = name.codePointCount(0, name.length());
        return length <= LONGEST
                ? line(name)
                : line(name.substring(0, name.offsetByCodePoints(0, LONGEST))) + "... (" + length + " characters)";
    }

    /**
     * @param text a message of one line
     * @return it with whatever is not to be printed as it is written as in Java ({@code \}{@code u001b})
     */
    public static String line(String text) {
        return escaped(text, Shown::acts);
    }

    /**
     * @param text a text of several lines
     * @return as {@link #line}, with its ends of lines
     */
    public static String lines(String text) {
        return escaped(text, letter -> letter != '\n' && acts(letter));
    }

    private static String escaped(String text, IntPredicate escape) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(letter -> {
            if (escape.test(letter)) {
                shown.append(String.format("\\u%04x", letter));
            } else {
                shown.appendCodePoint(letter);
            }
        });
        return shown.toString();
    }

    private static boolean isHardToSee(int letter) {
        return switch (Character.getType(letter)) {
            case Character.SPACE_SEPARATOR -> letter != ' ';
            case Character.FORMAT, Character.NON_SPACING_MARK -> true;
            default -> false;
        };
    }

    private static boolean acts(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> (letter >= 0x202A && letter <= 0x202E) || (letter >= 0x2066 && letter <= 0x2069);
        };
    }
}
