package atlasprox.cli;

import atlasprox.BadDataException;
import java.io.IOException;
import java.io.PrintWriter;
import org.apache.spark.SparkThrowable;
import picocli.CommandLine;

/** Turns what went wrong into one message and an exit code; the stack trace is for {@code --verbose}. */
final class Failures {
    private Failures() {}

    static int report(Exception failure, CommandLine command) {
        boolean verbose = command.getCommand() instanceof SparkCommand spark && spark.verbose();
        PrintWriter err = command.getErr();
        err.println(message(failure, command.getCommandName()));
        if (verbose) {
            failure.printStackTrace(err);
        }
        err.flush();
        return exitCode(failure);
    }

    static int exitCode(Throwable failure) {
        if (find(failure, UsageException.class) != null) {
            return ExitCode.USAGE;
        }
        return isBadData(failure) ? ExitCode.BAD_DATA : ExitCode.FAILED;
    }

    private static String message(Throwable failure, String command) {
        UsageException usage = find(failure, UsageException.class);
        if (usage != null) {
            return command + ": " + usage.getMessage();
        }
        BadDataException bad = find(failure, BadDataException.class);
        if (bad != null) {
            return command + ": " + bad.getMessage();
        }
        if (isBadData(failure)) {
            return command + ": the input cannot be read: " + unreadable(failure)
                    + "; a file may be damaged, cut short or of another format: mend or leave it out of --input";
        }
        return command + " failed: " + root(failure) + "; --verbose shows the stack trace";
    }

    /** Ours, or one of Spark's own conditions for files that cannot be read. */
    private static boolean isBadData(Throwable failure) {
        return find(failure, BadDataException.class) != null || unreadable(failure) != null;
    }

    private static String unreadable(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SparkThrowable spark && isUnreadable(spark.getCondition())) {
                return firstLine(t) + (t.getCause() == null ? "" : " (" + root(t) + ")");
            }
        }
        return null;
    }

    private static boolean isUnreadable(String condition) {
        return condition != null
                && (condition.startsWith("FAILED_READ_FILE")
                        || condition.startsWith("CANNOT_READ_FILE_FOOTER")
                        || condition.startsWith("UNABLE_TO_INFER_SCHEMA")
                        || condition.startsWith("PATH_NOT_FOUND"));
    }

    private static <T extends Throwable> T find(Throwable failure, Class<T> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }

    private static String root(Throwable failure) {
        Throwable t = failure;
        while (t.getCause() != null && t.getCause() != t) {
            t = t.getCause();
        }
        String name = t instanceof IOException || t instanceof IllegalStateException
                ? ""
                : t.getClass().getSimpleName() + ": ";
        return name + firstLine(t);
    }

    private static String firstLine(Throwable t) {
        return t.getMessage() == null
                ? t.getClass().getName()
                : t.getMessage().lines().findFirst().orElse("");
    }
}
