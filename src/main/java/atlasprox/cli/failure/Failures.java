package atlasprox.cli.failure;

import atlasprox.BadDataException;
import atlasprox.Reason;
import atlasprox.Shown;
import atlasprox.Version;
import atlasprox.read.parquet.ParquetFault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.package$;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Turns what went wrong into one message and an exit code; the stack trace is for {@code --verbose}. */
public final class Failures {
    private static final long MEBIBYTE = 1L << 20;
    private static final String MORE_MEMORY =
            "give more (ATLASPROX_HEAP=8g for submit/local.sh, --driver-memory or --executor-memory for spark-submit)";
    private static final String VERBOSE = "; --verbose shows the stack trace";

    private Failures() {}

    public static int report(Throwable failure, CommandLine command) {
        OptionSpec option = command.getCommandSpec().findOption("--verbose");
        boolean verbose = option != null && option.<Boolean>getValue();
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

    public static int exitCode(Throwable failure) {
        if (find(failure, UsageException.class) != null) {
            return ExitCode.USAGE;
        }
        if (find(failure, OutOfMemoryError.class) != null) {
            return ExitCode.FAILED;
        }
        return isBadData(failure) ? ExitCode.BAD_DATA : ExitCode.FAILED;
    }

    private static String message(Throwable failure, CommandLine command) {
        UsageException usage = find(failure, UsageException.class);
        if (usage != null) {
            return ": " + usage.getMessage();
        }
        // Before bad data: reading may have been what filled the memory, and blames the file then.
        OutOfMemoryError full = find(failure, OutOfMemoryError.class);
        if (full != null) {
            return " failed: " + memory(full, failure, command) + VERBOSE;
        }
        BadDataException bad = find(failure, BadDataException.class);
        if (bad != null) {
            return ": " + bad.getMessage();
        }
        SparkThrowable unreadable = unreadable(failure);
        if (unreadable != null) {
            return ": " + unreadable(unreadable, failure, command);
        }
        return " failed: " + reason(failure) + foreign(failure, package$.MODULE$.SPARK_VERSION()) + VERBOSE;
    }

    private static String memory(OutOfMemoryError full, Throwable failure, CommandLine command) {
        boolean elsewhere = !Master.isLocal() && find(failure, SparkException.class) != null;
        boolean fits = command.getCommandSpec().findOption("--max-fit-cells") != null;
        return (elsewhere ? "an executor's memory ran out (" + Reason.of(full) + "); " + MORE_MEMORY : memory(full))
                + (fits ? ", or lower --prototypes or --max-fit-cells" : "");
    }

    /** Memory of this JVM: what ran out, and the remedy. */
    static String memory(OutOfMemoryError full) {
        long mebibytes = Runtime.getRuntime().maxMemory() / MEBIBYTE;
        return "memory ran out (" + Reason.of(full) + "; the driver's heap is " + mebibytes + " MiB); " + MORE_MEMORY;
    }

    /**
     * @param running the version of Spark that runs
     * @return what to say of classes or methods that were not found, if that is a version that the jar is not for
     */
    static String foreign(Throwable failure, String running) {
        boolean missing = find(failure, IncompatibleClassChangeError.class) != null
                || find(failure, NoClassDefFoundError.class) != null;
        return missing && !Version.isForSpark(running)
                ? "; this jar is for Spark " + Version.spark() + " to " + Version.newestSpark()
                        + ", as Apache releases it, and this is Spark " + running + ": use one of the former"
                : "";
    }

    /** Ours, or one of Spark's own conditions for files that cannot be read. */
    private static boolean isBadData(Throwable failure) {
        return find(failure, BadDataException.class) != null || unreadable(failure) != null;
    }

    private static SparkThrowable unreadable(Throwable failure) {
        if (Reason.isOfTheJob(failure)) {
            return null;
        }
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
            return "there are no Parquet or h5ad files and no zarr stores in " + input(command) + "; check --input";
        }
        return ParquetFault.of(file, failure).getMessage();
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
        Throwable root = Reason.root(failure);
        if (speaksForItself(root)) {
            return Reason.of(root);
        }
        String kind = root.getClass().getSimpleName();
        return root.getMessage() == null ? kind : kind + ": " + Reason.of(root);
    }

    private static boolean speaksForItself(Throwable t) {
        return t instanceof IOException || t instanceof UncheckedIOException || t instanceof IllegalStateException;
    }
}
