package atlasprox.cli.failure;

import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Keeps passwords and keys out of what the program says and writes. Spark's configuration is the place for them, and never written out; a
 * path is no place for them, for it stands in logs, plans and {@code run.json}, so one that holds a password is refused.
 */
public final class Secrets {
    /** {@code user:password@} in front of a host; {@code host:8020/} is none. */
    private static final Pattern IN_PATH = Pattern.compile("(\\w[\\w+.-]*://)[^/\\s:@]*:(?!\\d+(?:/|\\s|$))\\S*@");

    private static final Pattern NAMES = Pattern.compile(
            "(?i)secret|password|passphrase|token|access[.]?key|account[.]?key|credential|private[.]?key");
    private static final String HIDDEN = "***";
    private static final int LEAST_LENGTH = 4;

    private Secrets() {}

    /**
     * @param command a command with its arguments
     * @throws UsageException if an argument is a path that holds a password
     */
    public static void requireNone(CommandSpec command) {
        for (ArgSpec argument : command.args()) {
            texts(argument.getValue())
                    .filter(text -> IN_PATH.matcher(text).find())
                    .findFirst()
                    .ifPresent(text -> {
                        throw new UsageException("the path " + redacted(text)
                                + " holds a password, which would show in logs and summaries; give it by Spark's configuration, such as "
                                + "spark.hadoop.fs.s3a.secret.key, and leave it out of the path");
                    });
        }
    }

    /**
     * @param text any text to show
     * @return the same without passwords in paths and without the values of settings of Spark that are named like secrets
     */
    public static String redacted(String text) {
        String shown = IN_PATH.matcher(text).replaceAll("$1" + HIDDEN + "@");
        Properties properties = System.getProperties();
        for (String name : properties.stringPropertyNames()) {
            String value = properties.getProperty(name);
            if (name.startsWith("spark.") && NAMES.matcher(name).find() && value.length() >= LEAST_LENGTH) {
                shown = shown.replaceAll(Pattern.quote(value), Matcher.quoteReplacement(HIDDEN));
            }
        }
        return shown;
    }

    private static Stream<String> texts(Object value) {
        Collection<?> values =
                value instanceof Collection<?> several ? several : value == null ? List.of() : List.of(value);
        return values.stream().filter(String.class::isInstance).map(String.class::cast);
    }
}
