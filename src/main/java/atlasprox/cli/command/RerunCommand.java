package atlasprox.cli.command;

import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.failure.UsageException;
import atlasprox.cli.options.Footprint;
import atlasprox.cli.options.OutputFolder;
import atlasprox.cli.rerun.RunComparison;
import atlasprox.cli.rerun.RunFile;
import atlasprox.job.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Repeats a run by its {@code run.json} and compares. Exits with 5 where the result is another one. */
@Command(
        name = "rerun",
        description =
                "Repeat a run of correct, apply, annotate or extend as its run.json tells, and compare the two results. Exit code 5 "
                        + "where they differ.")
public final class RerunCommand extends SparkCommand {
    private final Supplier<CommandLine> program;

    @Parameters(paramLabel = "RUN", description = "A run.json, or the output folder that it lies in")
    private String file;

    @Option(
            names = "--input",
            paramLabel = "PATH",
            description = "What to read instead, where the input has moved; may be given several times")
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = "Where to write; default a folder beside the run's own, which is deleted at the end")
    private String output;

    /** @param program makes the program's command line, with all commands */
    public RerunCommand(Supplier<CommandLine> program) {
        this.program = program;
    }

    @Override
    void checkArguments() {}

    @Override
    Footprint addPlaces(Footprint footprint) {
        return footprint
                .readsFolder("RUN", RunFile.folderOf(file))
                .readsInputs(inputs)
                .writesFolder("--output", output);
    }

    @Override
    int run(SparkSession session, Progress progress) throws IOException {
        RunFile before = RunFile.read(session, file);
        String suffix = ".rerun-" + UUID.randomUUID();
        String asked = output == null ? null : OutputFolder.qualified(session, output);
        String folder = asked == null ? before.output() + suffix : asked;
        String nextModel =
                before.nextModel() == null ? null : (asked == null ? before.nextModel() : asked + ".model") + suffix;
        try {
            RunFile after = repeat(session, progress, before, folder, nextModel);
            RunComparison comparison = new RunComparison(before, after);
            say(comparison.text());
            return comparison.agrees() ? ExitCode.OK : ExitCode.DIFFERS;
        } finally {
            if (output == null) {
                delete(session, folder);
            }
            if (nextModel != null) {
                delete(session, nextModel);
            }
        }
    }

    private RunFile repeat(SparkSession session, Progress progress, RunFile before, String folder, String nextModel)
            throws IOException {
        CommandLine root = program.get();
        root.setOut(spec.commandLine().getOut()).setErr(spec.commandLine().getErr());
        List<String> unknown = before.unknownSettings(root);
        if (!unknown.isEmpty()) {
            throw new UsageException("this version has no settings " + String.join(", ", unknown)
                    + ", which the run had; " + "repeat it with version " + before.text("atlasprox"));
        }
        List<String> line = before.commandLine(root, inputs, folder, nextModel, output != null);
        CommandLine.ParseResult parsed = root.parseArgs(line.toArray(String[]::new));
        SparkCommand command = (SparkCommand) parsed.subcommand().commandSpec().userObject();
        command.checkArguments();
        command.within(session, progress);
        return RunFile.read(session, folder);
    }

    private static void delete(SparkSession session, String folder) throws IOException {
        Path path = new Path(folder);
        path.getFileSystem(session.sparkContext().hadoopConfiguration()).delete(path, true);
    }
}
