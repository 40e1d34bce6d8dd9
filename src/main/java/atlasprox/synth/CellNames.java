package atlasprox.synth;

/** Numbers in names, padded with zeros so that names sort as the numbers do. */
final class CellNames {
    /** Digits enough for 10^8 cells; a larger number is longer. */
    private static final int DIGITS = 8;

    private CellNames() {}

    static String cell(long index) {
        return "cell_" + padded(index, DIGITS);
    }

    static String padded(long number, int digits) {
        String text = Long.toString(number);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }
}
