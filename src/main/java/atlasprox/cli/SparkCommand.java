package atlasprox.cli;

import atlasprox.Shown;
import atlasprox.job.Progress;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands share: a session, progress, and how much to say. */
abstract class SparkCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--conf-file",
            paramLabel = "FILE",
            description =
                    "Options as lines of name = value; the command line beats the file, the file beats the default")
    private String confFile;

    @Option(names = "--verbose", description = "Show Spark's own log, and the stack trace of a failure")
    private boolean verbose;

    private Progress progress;

    @Override
    public final Integer call() throws IOException {
        if (verbose) {
            Configurator.setRootLevel(Level.INFO);
        }
        Secrets.requireNone(spec);
        checkArguments();
        try (Sessions sessions = Sessions.open(spec.name());
                Reporting reporting = new Reporting(sessions.session())) {
            progress = reporting.progress();
            return run(sessions.session(), progress);
        }
    }

    /**
     * Runs as a part of another command.
     *
     * @param session that command's
     * @param shared that command's
     * @return the exit code
     * @throws IOException if an output cannot be written
     */
    final int within(SparkSession session, Progress shared) throws IOException {
        checkArguments();
        progress = shared;
        return run(session, shared);
    }

    /** @return whether the user wants to see everything */
    final boolean verbose() {
        return verbose;
    }

    /**
     * Checks what can be checked without Spark.
     *
     * @throws UsageException if the arguments do not fit together
     */
    abstract void checkArguments();

    /**
     * @param session an open session
     * @param progress is told how the command gets on
     * @return the exit code
     * @throws IOException if an output cannot be written
     */
    abstract int run(SparkSession session, Progress progress) throws IOException;

    /** @param text the command's result, on standard output; the last thing that it shows */
    final void say(String text) {
        progress.end();
        spec.commandLine().getOut().println(Shown.lines(text));
        spec.commandLine().getOut().flush();
    }
}
