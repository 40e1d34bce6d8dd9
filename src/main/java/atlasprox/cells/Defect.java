package atlasprox.cells;

/** Why a row cannot be used as a cell. */
public enum Defect {
    /** The batch is missing. */
    NO_BATCH("has no batch"),
    /** The value that is to be preserved is missing. */
    NO_VALUE("has no value to preserve"),
    /** The embedding is missing, whole or in part. */
    NO_EMBEDDING("has no embedding or a missing coordinate"),
    /** A coordinate is NaN, infinite, or too large for single precision. */
    NOT_FINITE("has a coordinate that is NaN, infinite or beyond single precision"),
    /** The embedding has another length than the others. */
    WRONG_LENGTH("has an embedding of another length");

    private final String words;

    Defect(String words) {
        this.words = words;
    }

    /** @return the defect in words that follow "a row" */
    public String words() {
        return words;
    }
}
