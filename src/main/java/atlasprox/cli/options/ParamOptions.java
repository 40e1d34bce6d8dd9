package atlasprox.cli.options;

import atlasprox.cli.failure.UsageException;
import atlasprox.ml.params.RefinerParams;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
 * are the Param's own.
 */
public final class ParamOptions {
    /** Columns are named without the suffix that Spark ML wants, as in {@code --batch}. */
    private static final Map<String, String> SHORT_NAMES = Map.of("embeddingCol", "--embedding", "batchCol", "--batch");

    private static final Map<String, String> LIST_LABELS =
            Map.of("batchCol", "COLUMN,...", "strength", "COLUMN[:LEVEL]=X,...");

    private final RefinerParams params;

    /** @param params whose Params, documentation and defaults to show */
    public ParamOptions(RefinerParams params) {
        this.params = params;
    }

    /**
     * @param command where to add the options
     * @param names the Params' names, in the order of the help page
     */
    public void addTo(CommandSpec command, List<String> names) {
        names.forEach(name -> command.addOption(option(params.getParam(name))));
    }

    /**
     * Sets the Params that the command line or the configuration file named.
     *
     * @param command the parsed command
     * @param target what to set them on
     * @throws UsageException if a value is out of its Param's range
     */
    public static void apply(CommandSpec command, RefinerParams target) {
        for (OptionSpec option : command.options()) {
            if (option.userObject() instanceof Param<?> param && option.getValue() != null) {
                set(target, param, option);
            }
        }
    }

    /**
     * @param camelCase a Param's name
     * @return the option's name
     */
    public static String optionName(String camelCase) {
        return "--" + camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private OptionSpec option(Param<?> param) {
        String longName = optionName(param.name());
        String[] names = SHORT_NAMES.containsKey(param.name())
                ? new String[] {SHORT_NAMES.get(param.name()), longName}
                : new String[] {longName};
        OptionSpec.Builder option = OptionSpec.builder(names)
                .description(description(param))
                .paramLabel(label(param))
                .userObject(param);
        if (param instanceof StringArrayParam) {
            return option.type(List.class)
                    .auxiliaryTypes(String.class)
                    .splitRegex(",")
                    .build();
        }
        if (param instanceof BooleanParam) {
            return option.type(Boolean.class)
                    .arity("0..1")
                    .fallbackValue("true")
                    .build();
        }
        return option.type(type(param)).build();
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

    private static void set(RefinerParams target, Param<?> param, OptionSpec option) {
        Object value = option.getValue();
        try {
            target.set(param.name(), value instanceof List<?> list ? list.toArray(String[]::new) : value);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option.longestName() + " " + written(option) + " is not allowed: " + param.doc());
        }
    }

    /** As the user wrote it, lists with commas alone; picocli keeps the letters of the command line, and not those of a file. */
    private static String written(OptionSpec option) {
        List<?> typed = option.originalStringValues();
        Object value = option.getValue();
        List<?> values = !typed.isEmpty() ? typed : value instanceof List<?> list ? list : List.of(value);
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
