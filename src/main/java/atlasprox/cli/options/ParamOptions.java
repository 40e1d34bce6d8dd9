package atlasprox.cli.options;

import atlasprox.BadDataException;
import atlasprox.cli.failure.UsageException;
import atlasprox.ml.params.RefinerParams;
import atlasprox.ml.params.Setting;
import atlasprox.ml.params.SettingParams;
import atlasprox.ml.params.StratumColumns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Command-line options made of Spark ML Params: the name in kebab-case, the documentation, the type, the default and the range
 * are the Param's own. Former names of a setting are options too, which help pages do not show.
 */
public final class ParamOptions {
    /** Columns are named without the suffix that Spark ML wants, as in {@code --batch}. */
    private static final Map<String, String> SHORT_NAMES = Map.of(
            "embeddingCol",
            "--embedding",
            "batchCol",
            "--batch",
            "idCol",
            "--id",
            "guideCol",
            "--guide",
            "preserveCol",
            "--preserve");

    private static final Map<String, String> LIST_LABELS =
            Map.of("batchCol", "COLUMN,...", "strength", "COLUMN[:LEVEL]=X,...");

    private final SettingParams params;

    /** @param params whose Params, documentation and defaults to show */
    public ParamOptions(SettingParams params) {
        this.params = params;
    }

    /**
     * @param command where to add the options
     * @param which the settings that the command has
     */
    public void addTo(CommandSpec command, Predicate<Setting> which) {
        params.paramSet().settings().stream().filter(which).forEach(setting -> {
            add(command, option(setting.param(), names(setting.name())).build());
            setting.formerNames()
                    .forEach(name -> command.addOption(option(setting.param(), optionName(name))
                            .hidden(true)
                            .build()));
        });
    }

    /** An option that the command has for another stage gets this description beside its own. */
    private static void add(CommandSpec command, OptionSpec option) {
        OptionSpec there = command.findOption(option.longestName());
        if (there == null) {
            command.addOption(option);
            return;
        }
        command.remove(there);
        command.addOption(OptionSpec.builder(there)
                .description(there.description()[0] + ". " + option.description()[0])
                .build());
    }

    /**
     * Sets the Params that the command line or the configuration file named. What stands on the command line beats the file.
     *
     * @param command the parsed command
     * @param target what to set them on
     * @throws UsageException if a value is out of its Param's range, a setting is given by two of its names, or two leave no place for each other
     */
    public static void apply(CommandSpec command, RefinerParams target) {
        applyAll(command, target, setting -> true);
        try {
            new StratumColumns(target).requirePlace();
        } catch (BadDataException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /**
     * Sets the Params of a stage that the command line or the configuration file named.
     *
     * @param command the parsed command, which may have options of other stages as well
     * @param target what to set them on
     * @param which the settings that the command has for this stage
     * @throws UsageException if a value is out of its Param's range, or a setting is given by two of its names
     */
    public static void applyAll(CommandSpec command, SettingParams target, Predicate<Setting> which) {
        Map<String, OptionSpec> given = new LinkedHashMap<>();
        for (OptionSpec option : command.options()) {
            if (option.userObject() instanceof Param<?> param
                    && option.getValue() != null
                    && target.paramSet().find(param.name()).filter(which).isPresent()) {
                given.merge(param.name(), option, ParamOptions::stronger);
            }
        }
        given.values().forEach(option -> set(target, (Param<?>) option.userObject(), option));
    }

    /** Of two options for the same setting, the one on the command line. */
    private static OptionSpec stronger(OptionSpec name, OptionSpec formerName) {
        if (isTyped(name) && isTyped(formerName)) {
            throw new UsageException(formerName.longestName() + " is an earlier name of " + name.longestName()
                    + ": give one of the two");
        }
        return isTyped(name) ? name : formerName;
    }

    /**
     * @param option an option of a parsed command
     * @return whether the user has given it on the command line: picocli keeps the letters of that, and not those of a file
     */
    public static boolean isTyped(OptionSpec option) {
        return !option.originalStringValues().isEmpty();
    }

    /** The option of a setting that has a former name; the option itself where it has its present one. */
    static OptionSpec present(CommandSpec command, OptionSpec option) {
        return option.hidden() && option.userObject() instanceof Param<?> param
                ? command.findOption(optionName(param.name()))
                : option;
    }

    /**
     * @param camelCase a Param's name
     * @return the option's name
     */
    public static String optionName(String camelCase) {
        return "--" + camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String[] names(String param) {
        String longName = optionName(param);
        return SHORT_NAMES.containsKey(param)
                ? new String[] {SHORT_NAMES.get(param), longName}
                : new String[] {longName};
    }

    private OptionSpec.Builder option(Param<?> param, String... names) {
        OptionSpec.Builder option = OptionSpec.builder(names)
                .description(description(param))
                .paramLabel(label(param))
                .userObject(param);
        if (param instanceof StringArrayParam) {
            return option.type(List.class).auxiliaryTypes(String.class).splitRegex(",");
        }
        if (param instanceof BooleanParam) {
            return option.type(Boolean.class).arity("0..1").fallbackValue("true");
        }
        return option.type(type(param));
    }

    private String description(Param<?> param) {
        String text = Character.toUpperCase(param.doc().charAt(0)) + param.doc().substring(1);
        return params.getDefault(param).isDefined() && !(param instanceof StringArrayParam)
                ? text + "; default " + params.getDefault(param).get()
                : text;
    }

    private static String label(Param<?> param) {
        if (param instanceof BooleanParam) {
            return "true|false";
        }
        if (param instanceof StringArrayParam) {
            return LIST_LABELS.getOrDefault(param.name(), "NAME,...");
        }
        return param instanceof IntParam || param instanceof LongParam
                ? "N"
                : param instanceof DoubleParam ? "X" : "NAME";
    }

    private static Class<?> type(Param<?> param) {
        if (param instanceof IntParam) {
            return Integer.class;
        }
        if (param instanceof LongParam) {
            return Long.class;
        }
        return param instanceof DoubleParam ? Double.class : String.class;
    }

    private static void set(SettingParams target, Param<?> param, OptionSpec option) {
        Object value = option.getValue();
        try {
            target.set(param.name(), value instanceof List<?> list ? list.toArray(String[]::new) : value);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option.longestName() + " " + written(option) + " is not allowed: " + param.doc());
        }
    }

    /** As the user wrote it, lists with commas alone. */
    private static String written(OptionSpec option) {
        Object value = option.getValue();
        List<?> values =
                isTyped(option) ? option.originalStringValues() : value instanceof List<?> list ? list : List.of(value);
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
