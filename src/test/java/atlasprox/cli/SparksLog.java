package atlasprox.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.config.Configurator;

/** What Spark and Hadoop print by themselves, beside the command's own messages. */
final class SparksLog {
    private static final Path USERS_CONFIGURATION = Path.of("conf", "log4j2.properties");

    private SparksLog() {}

    /** The log of a command under the configuration that users get. */
    static String of(Runnable command) {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        Configuration former = context.getConfiguration();
        PrintStream console = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
            context.reconfigure(
                    ConfigurationFactory.getInstance().getConfiguration(context, "users", USERS_CONFIGURATION.toUri()));
            command.run();
        } finally {
            System.setErr(console);
            context.reconfigure(former);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** Runs a command that raises the log's level, and lowers it again for the tests that follow. */
    static CommandLineRun quiet(Supplier<CommandLineRun> command) {
        Level former = LogManager.getRootLogger().getLevel();
        try {
            return command.get();
        } finally {
            Configurator.setRootLevel(former);
        }
    }
}
