package atlasprox;

import java.nio.file.FileSystemException;
import java.util.Locale;
import org.apache.spark.SparkException;

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
        return words(root(failure));
    }

    /**
     * @param failure any failure
     * @return the first of its causes
     */
    public static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    /**
     * @param failure of a Spark job
     * @return whether no file is to blame, although Spark names the one that it was about to read: memory was full, an executor was
     *     lost, a limit was passed
     */
    public static boolean isOfTheJob(Throwable failure) {
        Throwable root = root(failure);
        return root instanceof OutOfMemoryError || root instanceof SparkException spark && spark.getCondition() == null;
    }

    /** Where there is no message, the kind of failure says it: a BufferUnderflowException is a buffer underflow. */
    private static String words(Throwable failure) {
        String line = failure.getMessage() == null
                ? ""
                : failure.getMessage().lines().findFirst().orElse("");
        if (line.isBlank()) {
            return kind(failure);
        }
        boolean onlyAFile = failure instanceof FileSystemException file && file.getReason() == null;
        return onlyAFile ? kind(failure) + ": " + line : line;
    }

    private static String kind(Throwable failure) {
        return failure.getClass()
                .getSimpleName()
                .replace("Exception", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }
}
