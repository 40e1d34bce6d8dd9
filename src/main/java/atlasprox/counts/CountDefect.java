package atlasprox.counts;

/** Why a row of counts cannot be used as a cell. */
public enum CountDefect {
    /** The batch is missing. */
    NO_BATCH("has no batch"),
    /** The counts are missing. */
    MISSING("has no counts"),
    /** A count is NaN or infinite. */
    NOT_FINITE("has a count that is NaN or infinite"),
    /** A count is below 0. */
    NEGATIVE("has a count below 0"),
    /** All counts are 0. */
    EMPTY("has counts of 0 alone");

    private final String words;

    CountDefect(String words) {
        this.words = words;
    }

    /** @return the defect in words that follow "a row" */
    public String words() {
        return words;
    }
}
