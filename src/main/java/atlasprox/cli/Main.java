package atlasprox.cli;

import atlasprox.Version;
import atlasprox.cli.command.AnnotateCommand;
import atlasprox.cli.command.ApplyCommand;
import atlasprox.cli.command.AttachCommand;
import atlasprox.cli.command.CoordinateCommand;
import atlasprox.cli.command.CorrectCommand;
import atlasprox.cli.command.EmbedCommand;
import atlasprox.cli.command.EvaluateCommand;
import atlasprox.cli.command.ExtendCommand;
import atlasprox.cli.command.FitCommand;
import atlasprox.cli.command.InspectCommand;
import atlasprox.cli.command.ModelCommand;
import atlasprox.cli.command.ModelShowCommand;
import atlasprox.cli.command.RerunCommand;
import atlasprox.cli.command.SiteCommand;
import atlasprox.cli.command.SparkCommand;
import atlasprox.cli.command.SynthCommand;
import atlasprox.cli.exchange.ExchangeCommand;
import atlasprox.cli.exchange.ExchangeKeysCommand;
import atlasprox.cli.exchange.ExchangeShowCommand;
import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.failure.Failures;
import atlasprox.cli.failure.Secrets;
import atlasprox.cli.failure.UsageException;
import atlasprox.cli.options.ConfFile;
import atlasprox.cli.options.CountOptions;
import atlasprox.cli.options.ParamOptions;
import atlasprox.cli.options.ScFedViOptions;
import atlasprox.cli.options.SharedCountOptions;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.LabelAnnotator;
import atlasprox.ml.params.Setting.Use;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Exit codes: 0 done, 2 wrong usage, 3 bad data, 4 failed run, 5 a repeated run differs.
 *
 * <pre>atlasprox correct --input cells.parquet --embedding X_pca --batch donor --output corrected</pre>
 */
@Command(
        name = "atlasprox",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Versions.class,
        description = "Federated batch correction of single-cell embeddings on Apache Spark.",
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    private static final List<Use> FITTING = List.of(Use.COLUMNS, Use.FIT, Use.ROWS);
    private static final List<Use> CORRECTING = List.of(Use.COLUMNS, Use.ROWS, Use.CORRECTION);
    private static final List<Use> READING = List.of(Use.COLUMNS, Use.ROWS);

    private Main() {}

    /**
     * Runs a command and ends the JVM with its exit code if that is not 0, so that a job runner which dislikes an explicit exit
     * sees none after a success.
     *
     * @param args the command line
     */
    @SuppressWarnings("DefaultCharset") // What a terminal shows goes by its locale.
    public static void main(String[] args) {
        int code = run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args);
        if (code != ExitCode.OK) {
            System.exit(code);
        }
    }

    /**
     * Runs a command within this JVM.
     *
     * @param out where results go
     * @param err where messages go
     * @param args the command line
     * @return the exit code: 0 done, 2 wrong usage, 3 bad data, 4 failed run, 5 a repeated run differs
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine root = withCommandOf(args);
        root.setOut(out).setErr(err);
        try {
            root.setDefaultValueProvider(ConfFile.of(args, Main::commands));
        } catch (UsageException e) {
            err.println("atlasprox: " + e.getMessage());
            return ExitCode.USAGE;
        }
        return root.execute(args);
    }

    /** The program with the command that a command line begins with, as the others' options would take longer than to read it; or with all. */
    private static CommandLine withCommandOf(String... args) {
        Map<String, Supplier<CommandLine>> all = byName();
        Supplier<CommandLine> named = args.length == 0 ? null : all.get(args[0]);
        return program(named == null ? all.values() : List.of(named));
    }

    /** @return the program with all its commands */
    public static CommandLine commands() {
        return program(byName().values());
    }

    private static CommandLine program(Collection<Supplier<CommandLine>> commands) {
        CommandLine root = new CommandLine(new Main());
        commands.forEach(command -> root.addSubcommand(command.get()));
        root.addSubcommand(new CommandLine.HelpCommand());
        root.setParameterExceptionHandler((e, args) -> wrongUsage(e));
        root.setExecutionExceptionHandler((e, command, parsed) -> Failures.report(e, command));
        root.setExecutionStrategy(Main::execute);
        root.setUsageHelpAutoWidth(true);
        return root;
    }

    /** In the order of the help. */
    private static Map<String, Supplier<CommandLine>> byName() {
        Map<String, Supplier<CommandLine>> all = new LinkedHashMap<>();
        all.put(name(CorrectCommand.class), () -> withCounts(line(new CorrectCommand(), FITTING)));
        all.put(name(FitCommand.class), () -> line(new FitCommand(), FITTING));
        all.put(name(ApplyCommand.class), () -> line(new ApplyCommand(), CORRECTING));
        all.put(name(AnnotateCommand.class), () -> withAnnotation(line(new AnnotateCommand(), CORRECTING)));
        all.put(name(ExtendCommand.class), () -> line(new ExtendCommand(), READING, "force"));
        all.put(name(EvaluateCommand.class), () -> line(new EvaluateCommand(), List.of(), "batchCol", "idCol", "seed"));
        all.put(name(InspectCommand.class), () -> line(new InspectCommand(), FITTING));
        all.put(name(EmbedCommand.class), () -> withScFedVi(withCounts(line(new EmbedCommand(), List.of()))));
        all.put(name(RerunCommand.class), () -> line(new RerunCommand(Main::commands), List.of()));
        all.put(name(SynthCommand.class), () -> line(new SynthCommand(), List.of()));
        all.put(name(ModelCommand.class), () -> new CommandLine(new ModelCommand())
                .addSubcommand(line(new ModelShowCommand(), List.of())));
        all.put(
                name(CoordinateCommand.class),
                () -> withSharedCounts(line(new CoordinateCommand(), List.of(Use.COLUMNS, Use.FIT))));
        all.put(name(SiteCommand.class), () -> line(new SiteCommand(), CORRECTING, "guideCol"));
        all.put(name(ExchangeCommand.class), () -> new CommandLine(new ExchangeCommand())
                .addSubcommand(new CommandLine(new ExchangeKeysCommand()))
                .addSubcommand(new CommandLine(new ExchangeShowCommand())));
        all.put(name(AttachCommand.class), () -> new CommandLine(new AttachCommand())
                .setUnmatchedArgumentsAllowed(true));
        return all;
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    /** Picocli hands only exceptions to its handler; these errors would end in a stack trace. */
    private static int execute(ParseResult parsed) {
        try {
            return new RunLast().execute(parsed);
        } catch (OutOfMemoryError | LinkageError e) {
            List<CommandLine> commands = parsed.asCommandLineList();
            return Failures.report(e, commands.get(commands.size() - 1));
        }
    }

    /** A command with options for the settings of some uses, and for others by their names. */
    private static CommandLine line(SparkCommand command, List<Use> uses, String... names) {
        CommandLine line = new CommandLine(command);
        CommandSpec spec = line.getCommandSpec();
        spec.mixinStandardHelpOptions(true);
        spec.usageMessage().sortOptions(false);
        spec.versionProvider(new Versions());
        new ParamOptions(new BatchRefiner())
                .addTo(
                        spec,
                        setting ->
                                uses.contains(setting.use()) || List.of(names).contains(setting.name()));
        return line;
    }

    /** A command with options for what is said of cells when. */
    private static CommandLine withAnnotation(CommandLine command) {
        new ParamOptions(LabelAnnotator.settingsAlone()).addTo(command.getCommandSpec(), setting -> true);
        return command;
    }

    /** A command with options for how counts become an embedding. */
    private static CommandLine withCounts(CommandLine command) {
        CountOptions.addSettings(command.getCommandSpec());
        return command;
    }

    /** The same, with those of scFedVI. */
    private static CommandLine withScFedVi(CommandLine command) {
        ScFedViOptions.addSettings(command.getCommandSpec());
        return command;
    }

    /** A command with options for a fit of scFedVI to counts that are elsewhere. */
    private static CommandLine withSharedCounts(CommandLine command) {
        SharedCountOptions.addSettings(command.getCommandSpec());
        return command;
    }

    private static int wrongUsage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getCommandName() + ": " + Secrets.redacted(message(e)));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    /** Picocli counts arguments from 0 and over all commands, which tells a user nothing. */
    private static String message(ParameterException e) {
        return e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()
                ? "unexpected argument '" + unmatched.getUnmatched().get(0) + "'"
                : e.getMessage() + about(e.getArgSpec());
    }

    /** What the option is, its range among it. */
    private static String about(ArgSpec argument) {
        return argument == null || argument.description().length == 0
                ? ""
                : "; " + argument.paramLabel() + ": " + String.join(" ", argument.description());
    }

    /** The version line of {@code --version}. */
    static final class Versions implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"atlasprox " + Version.atlasprox()};
        }
    }
}
