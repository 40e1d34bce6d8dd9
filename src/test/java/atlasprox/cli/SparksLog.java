package atlasprox.cli;

import java.io.StringWriter;
import java.nio.file.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.StringLayout;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;

/** What Spark and Hadoop print by themselves, beside the command's own messages. */
public final class SparksLog {
    private static final Path USERS_CONFIGURATION = Path.of("conf", "log4j2.properties");

    private SparksLog() {}

    /** The log of a command under the configuration that users get. */
    public static String of(Runnable command) {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        Configuration former = context.getConfiguration();
        StringWriter printed = new StringWriter();
        Configuration users =
                ConfigurationFactory.getInstance().getConfiguration(context, "users", USERS_CONFIGURATION.toUri());
        try {
            context.reconfigure(users);
            StringLayout layout = (StringLayout) users.getAppender("console").getLayout();
            Appender copy = WriterAppender.createAppender(layout, null, printed, "copy", false, true);
            copy.start();
            users.getRootLogger().addAppender(copy, null, null);
            command.run();
        } finally {
            context.reconfigure(former);
        }
        return printed.toString();
    }
}
