package atlasprox;

import java.util.Locale;

/** What went wrong underneath, in a few words, for a message of our own. */
public final class Reason {
    private Reason() {}

    /**
     * @param failure any failure
     * @return the first line of its message, or of its cause's where it only repeats that
     */
    public static String of(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean repeats = cause != null && cause.toString().equals(failure.getMessage());
        return repeats ? of(cause) : words(failure);
    }

    /**
     * @param failure any failure
     * @return the first line of the message of the first of its causes
     */
    public static String ofRoot(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null || cause == failure ? words(failure) : ofRoot(cause);
    }

    /** Where there is no message, the kind of failure says it: a BufferUnderflowException is a buffer underflow. */
    private static String words(Throwable failure) {
        String line = failure.getMessage() == null
                ? ""
                : failure.getMessage().lines().findFirst().orElse("");
        return line.isBlank()
                ? failure.getClass()
                        .getSimpleName()
                        .replace("Exception", "")
                        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                        .toLowerCase(Locale.ROOT)
                : line;
    }
}
