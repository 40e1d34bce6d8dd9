package atlasprox.cli;

import atlasprox.BadDataException;
import atlasprox.Reason;
import atlasprox.Shown;
import atlasprox.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;
import org.apache.spark.package$;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Turns what went wrong into one message and an exit code; the stack trace is for {@code --verbose}. */
final class Failures {
    private static final long MEBIBYTE = 1L << 20;

    private Failures() {}

    static int report(Throwable failure, CommandLine command) {
        boolean verbose = command.getCommand() instanceof SparkCommand spark && spark.verbose();
        PrintWriter err = command.getErr();
        err.println(command.getCommandName() + Shown.line(Secrets.redacted(message(failure, command))));
        if (verbose) {
            err.print(Secrets.redacted(trace(failure)));
        }
        err.flush();
        return exitCode(failure);
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }

    static int exitCode(Throwable failure) {
        if (find(failure, UsageException.class) != null) {
            return ExitCode.USAGE;
        }
        return isBadData(failure) ? ExitCode.BAD_DATA : ExitCode.FAILED;
    }

    private static String message(Throwable failure, CommandLine command) {
        UsageException usage = find(failure, UsageException.class);
        if (usage != null) {
            return ": " + usage.getMessage();
        }
        BadDataException bad = find(failure, BadDataException.class);
        if (bad != null) {
            return ": " + bad.getMessage();
        }
        SparkThrowable unreadable = unreadable(failure);
        if (unreadable != null) {
            return ": " + unreadable(unreadable, failure, command);
        }
        return " failed: " + remedied(failure, command) + "; --verbose shows the stack trace";
    }

    private static String remedied(Throwable failure, CommandLine command) {
        OutOfMemoryError full = find(failure, OutOfMemoryError.class);
        if (full != null) {
            return memory(full, command);
        }
        LinkageError foreign = find(failure, LinkageError.class);
        return foreign == null ? reason(failure) : versions(foreign);
    }

    private static String memory(OutOfMemoryError full, CommandLine command) {
        boolean fits = command.getCommandSpec().findOption("--max-fit-cells") != null;
        return "memory ran out (" + Reason.of(full) + "; the driver's heap is "
                + Runtime.getRuntime().maxMemory() / MEBIBYTE
                + " MiB); give more, by ATLASPROX_HEAP=8g with submit/local.sh, by --driver-memory and --executor-memory with spark-submit"
                + (fits ? "; or make do with fewer --prototypes or --max-fit-cells" : "");
    }

    private static String versions(LinkageError foreign) {
        return foreign.getClass().getSimpleName() + ": " + Reason.of(foreign) + "; this jar was built for Spark "
                + Version.spark() + " and runs with " + package$.MODULE$.SPARK_VERSION()
                + ": build it for that one, or use the other";
    }

    /** Ours, or one of Spark's own conditions for files that cannot be read. */
    private static boolean isBadData(Throwable failure) {
        return find(failure, BadDataException.class) != null || unreadable(failure) != null;
    }

    private static SparkThrowable unreadable(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SparkThrowable spark && isUnreadable(spark.getCondition())) {
                return spark;
            }
        }
        return null;
    }

    /** Spark names the one file among thousands; where it names none, there was no file to read at all. */
    private static String unreadable(SparkThrowable condition, Throwable failure, CommandLine command) {
        String file = condition.getMessageParameters().get("path");
        if (file == null) {
            return "there are no Parquet files in " + input(command) + "; check --input";
        }
        return "the file " + file + " cannot be read (" + Reason.ofRoot(failure)
                + "); it may be damaged, cut short or of another format: mend it or leave it out of --input";
    }

    private static String input(CommandLine command) {
        OptionSpec input = command.getCommandSpec().findOption("--input");
        return input != null && input.getValue() instanceof List<?> paths
                ? paths.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : "the input";
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

    /** Of a failed Spark job the root is the reason; messages of our own say more than what lies beneath them. */
    private static String reason(Throwable failure) {
        if (speaksForItself(failure)) {
            return Reason.of(failure);
        }
        Throwable root = root(failure);
        return speaksForItself(root) ? Reason.of(root) : root.getClass().getSimpleName() + ": " + Reason.of(root);
    }

    private static boolean speaksForItself(Throwable t) {
        return t instanceof IOException || t instanceof UncheckedIOException || t instanceof IllegalStateException;
    }

    private static Throwable root(Throwable failure) {
        Throwable t = failure;
        while (t.getCause() != null && t.getCause() != t) {
            t = t.getCause();
        }
        return t;
    }
}
