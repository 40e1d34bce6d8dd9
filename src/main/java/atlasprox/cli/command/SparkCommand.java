package atlasprox.cli.command;

import atlasprox.Shown;
import atlasprox.cli.failure.Secrets;
import atlasprox.cli.options.Footprint;
import atlasprox.cli.options.InputOptions;
import atlasprox.cli.options.ReadCells;
import atlasprox.cli.options.SavedCounts;
import atlasprox.cli.progress.Reporting;
import atlasprox.cli.session.Sessions;
import atlasprox.files.Place;
import atlasprox.job.Progress;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.CountSource;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands share: a session, progress, and how much to say. */
public abstract class SparkCommand implements Callable<Integer> {
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
        Level before = LogManager.getRootLogger().getLevel();
        try {
            if (verbose) {
                Configurator.setRootLevel(Level.INFO);
            }
            Secrets.requireNone(spec);
            checkArguments();
            return inASession();
        } finally {
            Configurator.setRootLevel(before);
        }
    }

    private int inASession() throws IOException {
        try (Sessions sessions = Sessions.open(spec.name());
                Reporting reporting = new Reporting(sessions.session())) {
            return within(sessions.session(), reporting.progress());
        }
    }

    /**
     * Runs in a session, this command's or that of another one of which it is a part; the arguments are checked.
     *
     * @param session an open session
     * @param shared is told how the command gets on
     * @return the exit code
     * @throws IOException if an output cannot be written
     */
    final int within(SparkSession session, Progress shared) throws IOException {
        progress = shared;
        footprint().requireApart(session.sparkContext().hadoopConfiguration());
        return run(session, shared);
    }

    /** The places that the command reads and writes. */
    public final Footprint footprint() {
        return addPlaces(new Footprint().readsFile("--conf-file", confFile));
    }

    /**
     * @param source cells that were opened to be read
     * @return the same
     * @throws UsageException if a place that the command writes is one of their files, or one of them lies in it
     * @throws IOException if the file system of such a place cannot be reached
     */
    final CellSource apart(CellSource source) throws IOException {
        Footprint footprint = footprint();
        if (footprint.writes()) {
            footprint.requireApart(source.rows().sparkSession().sparkContext().hadoopConfiguration(), source.files());
        }
        return source;
    }

    /**
     * @param session to read with
     * @param input what to read
     * @param counts whether it holds counts, and which
     * @param params gets the embedding's and the batch columns' names where the user named none
     * @param model the folder of the model that corrects the cells
     * @return the cells with their embedding
     * @throws UsageException as {@link #apart}
     * @throws IOException if a file system cannot be reached
     */
    final ReadCells cells(
            SparkSession session, InputOptions input, SavedCounts counts, BatchRefinerModel params, String model)
            throws IOException {
        if (!counts.given()) {
            return ReadCells.of(apart(input.open(session, params)));
        }
        CountSource source = counts.open(session, input);
        apart(source.cells());
        return counts.embedded(session, source, params, model);
    }

    /** The model in a folder by the name that a user gave. */
    static BatchRefinerModel model(SparkSession session, String folder) throws IOException {
        return BatchRefinerModel.load(Place.plain(session.sparkContext().hadoopConfiguration(), folder));
    }

    /**
     * Checks what can be checked without Spark.
     *
     * @throws UsageException if the arguments do not fit together
     */
    abstract void checkArguments();

    /**
     * @param footprint what all commands read
     * @return the same, with every place that this command reads or writes
     */
    abstract Footprint addPlaces(Footprint footprint);

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

    /** @param sentence what a user should know, beside a result that may be for a program to read */
    final void warn(String sentence) {
        spec.commandLine().getErr().println(Shown.lines("Warning: " + sentence));
        spec.commandLine().getErr().flush();
    }
}
