package atlasprox;

/**
 * The data cannot be used as they are. The message names the column, the value, the number of rows and the remedy, and is fit
 * to be shown to a user without a stack trace.
 */
public final class BadDataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong with which column or file, how many rows it concerns, and what to do about it */
    public BadDataException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong and what to do about it
     * @param cause the failure underneath, kept for {@code --verbose}
     */
    public BadDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
