package atlasprox.cli.options;

import atlasprox.cli.failure.UsageException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.commons.io.ByteOrderMark;
import org.apache.commons.io.input.BOMInputStream;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A file of options, {@code name = value} a line, by the names of the command line without the dashes (or of the Params). A file
 * may serve several commands, so an option of another command is no mistake; an option of none is.
 */
public final class ConfFile implements IDefaultValueProvider {
    private static final String OPTION = "--conf-file";

    private final Map<String, String> names;
    private final Map<String, String> values;

    /**
     * @param names every name of every option, and one that stands for all its names
     * @param values the values by the latter
     */
    private ConfFile(Map<String, String> names, Map<String, String> values) {
        this.names = names;
        this.values = values;
    }

    /**
     * @param args the command line
     * @param program makes the program with all its commands
     * @return the file that the command line names; without values where it names none
     * @throws UsageException if the file cannot be read or names an unknown option
     */
    public static ConfFile of(String[] args, Supplier<CommandLine> program) {
        Optional<String> name = named(args);
        if (name.isEmpty()) {
            return new ConfFile(Map.of(), Map.of());
        }
        Properties properties = read(name.get());
        Map<String, String> known = optionNames(program.get());
        Map<String, String> values = new HashMap<>();
        for (String key : properties.stringPropertyNames()) {
            String option = known.get(ParamOptions.optionName(key));
            if (option == null) {
                throw new UsageException("the configuration file " + name.get() + " names an unknown option '" + key
                        + "'; names are those of the command line, see --help");
            }
            if (values.put(option, properties.getProperty(key).strip()) != null) {
                throw new UsageException("the configuration file " + name.get() + " gives " + option
                        + " by two of its names, one of them '" + key + "'; leave one");
            }
        }
        return new ConfFile(known, values);
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? values.get(names.getOrDefault(option.longestName(), option.longestName()))
                : null;
    }

    private static Optional<String> named(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith(OPTION + "=")) {
                return Optional.of(args[i].substring(OPTION.length() + 1));
            }
            if (args[i].equals(OPTION) && i + 1 < args.length) {
                return Optional.of(args[i + 1]);
            }
        }
        return Optional.empty();
    }

    private static Properties read(String name) {
        try {
            String text = text(Path.of(name));
            if (text.indexOf('\0') >= 0) {
                throw notText(name);
            }
            Properties properties = new Properties();
            properties.load(new StringReader(text));
            return properties;
        } catch (NoSuchFileException e) {
            throw new UsageException("no such configuration file: " + name + "; check --conf-file");
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw notText(name);
        } catch (IOException e) {
            throw new UsageException("cannot read the configuration file " + name + ": " + e.getMessage());
        }
    }

    /** UTF-8, or what the file's byte order mark says, which editors of Windows put there. */
    private static String text(Path file) throws IOException {
        try (BOMInputStream stream = BOMInputStream.builder()
                .setPath(file)
                .setByteOrderMarks(
                        ByteOrderMark.UTF_8,
                        ByteOrderMark.UTF_32LE,
                        ByteOrderMark.UTF_32BE,
                        ByteOrderMark.UTF_16LE,
                        ByteOrderMark.UTF_16BE)
                .get()) {
            String encoding = stream.getBOMCharsetName();
            return Charset.forName(encoding == null ? "UTF-8" : encoding)
                    .newDecoder()
                    .decode(ByteBuffer.wrap(stream.readAllBytes()))
                    .toString();
        }
    }

    private static UsageException notText(String name) {
        return new UsageException("the configuration file " + name
                + " is not a text of lines name = value in UTF-8; mend it or name another one by --conf-file");
    }

    /** Every name of every option, and one that stands for all its names, which may be more in one command than in another. */
    private static Map<String, String> optionNames(CommandLine root) {
        Map<String, String> names = new HashMap<>();
        for (CommandLine command : root.getSubcommands().values()) {
            CommandSpec spec = command.getCommandSpec();
            for (OptionSpec option : spec.options()) {
                join(names, option.names());
                join(
                        names,
                        option.longestName(),
                        ParamOptions.present(spec, option).longestName());
            }
        }
        return names;
    }

    private static void join(Map<String, String> names, String... same) {
        String one = names.getOrDefault(same[0], same[0]);
        for (String name : same) {
            String former = names.put(name, one);
            names.replaceAll((other, stands) -> stands.equals(former) ? one : stands);
        }
    }
}
