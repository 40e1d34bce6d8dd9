package atlasprox.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.cli.Main;
import atlasprox.cli.failure.ExitCode;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.LabelAnnotator;
import atlasprox.ml.counts.CountPca;
import atlasprox.ml.counts.HighlyVariableGenes;
import atlasprox.ml.params.ScFedViParams;
import atlasprox.ml.params.SettingParams;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every option of every command that has a range or a type, with values that it does not allow. */
class OptionRangesTest {
    private static final List<String> NO_NUMBERS = List.of("many", "0x10", "");
    private static final List<String> WHOLE = List.of("-9223372036854775808", "-1", "0", "1", "99999999999999999999");
    private static final List<String> REAL = List.of("NaN", "-Infinity", "-1", "-1e-300", "0", "1.0000000001", "1e999");

    private static final CommandLine PROGRAM = Main.commands();

    /** Options that take every value of their type. */
    private static final List<String> WITHOUT_RANGE = List.of("--seed");

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("valuesOutOfRange")
    void isRefusedByNameValueAndRange(String command, String option, String value, String range) {
        StringWriter err = new StringWriter();
        List<String> line = new ArrayList<>(List.of(command.split(" ")));
        List.of("--input", "--output", "--model", "--output-model", "--exchange").stream()
                .filter(needed -> spec(command).findOption(needed) != null)
                .forEach(needed ->
                        line.addAll(List.of(needed, folder.resolve("nothing").toString())));
        line.addAll(ofSites(command, spec(command).findOption(option)));
        line.add(option + "=" + value);
        int code =
                Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), line.toArray(String[]::new));

        String message = err.toString();
        assertThat(code).as(message).isEqualTo(ExitCode.USAGE);
        assertThat(spec(command).findOption(option).names()).anyMatch(name -> message.contains(name.substring(2)));
        assertThat(message).containsAnyOf(value, inJava(value)).contains(range).doesNotContain("\tat ", "Exception");
        assertThat(message.lines().count()).as(message).isBetween(1L, 3L);
        assertThat(folder).isEmptyDirectory();
    }

    /** What else a side of a fit over sites needs: of the method that takes the option. */
    private static List<String> ofSites(String command, OptionSpec option) {
        if (!command.equals("coordinate")) {
            return command.equals("site") ? List.of("--site", "north") : List.of();
        }
        boolean toEmbeddings = !(option.userObject() instanceof Param<?> param) || isOf(new BatchRefiner(), param);
        return toEmbeddings
                ? List.of("--sites", "north", "--embedding", "X", "--batch", "donor")
                : List.of("--sites", "north", "--method", "scfedvi");
    }

    /** As Java writes a number that the user wrote otherwise. */
    private static String inJava(String value) {
        try {
            return String.valueOf(Double.parseDouble(value));
        } catch (NumberFormatException e) {
            return value;
        }
    }

    static Stream<Arguments> valuesOutOfRange() {
        return commands().flatMap(command -> spec(command).options().stream().flatMap(option -> refused(option)
                .map(value -> Arguments.of(command, option.longestName(), value, range(option)))));
    }

    /** Of the values tried, those that the option must refuse: no test of an option that has none. */
    private static Stream<String> refused(OptionSpec option) {
        if (option.userObject() instanceof Param<?> param) {
            return candidates(option).filter(value -> !allows(param, value));
        }
        return candidates(option).filter(value -> !allows(option, value));
    }

    private static Stream<String> candidates(OptionSpec option) {
        Class<?> type = option.type();
        if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
            return Stream.concat(NO_NUMBERS.stream(), WHOLE.stream());
        }
        if (type == Double.class) {
            return Stream.concat(NO_NUMBERS.stream(), REAL.stream());
        }
        if (type == Boolean.class || type == boolean.class) {
            return option.arity().max() == 0 ? Stream.empty() : Stream.of("maybe", "2");
        }
        return type.isEnum() || isChoice(option) || option.longestName().equals("--strength")
                ? Stream.of("nonsense", "donor=2", "<script>")
                : Stream.empty();
    }

    private static boolean isChoice(OptionSpec option) {
        return option.longestName().equals("--profile")
                || (option.userObject() instanceof Param<?> param && param.doc().contains(" | "));
    }

    private static boolean allows(Param<?> param, String value) {
        SettingParams stage = Stream.of(
                        new BatchRefiner(),
                        new HighlyVariableGenes(),
                        new CountPca(),
                        new ScFedViParams(),
                        LabelAnnotator.settingsAlone())
                .filter(one -> isOf(one, param))
                .findFirst()
                .orElseThrow();
        try {
            stage.set(param.name(), parsed(param, value));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isOf(SettingParams stage, Param<?> param) {
        return param.parent().startsWith(stage.uid().replaceAll("_.*", ""));
    }

    private static Object parsed(Param<?> param, String value) {
        return switch (param.getClass().getSimpleName()) {
            case "IntParam" -> Integer.parseInt(value);
            case "LongParam" -> Long.parseLong(value);
            case "DoubleParam" -> Double.parseDouble(value);
            case "BooleanParam" -> throw new IllegalArgumentException(value);
            default -> param instanceof StringArrayParam ? new String[] {value} : value;
        };
    }

    /** Ranges of options that are no Params, written down here a second time. */
    private static final Map<String, double[]> RANGES = Map.ofEntries(
            Map.entry("--wait", new double[] {1, Integer.MAX_VALUE}),
            Map.entry("--min-cells", new double[] {1, Integer.MAX_VALUE}),
            Map.entry("--max-score-cells", new double[] {0, Integer.MAX_VALUE}),
            Map.entry("--picture-cells", new double[] {1, 50_000}),
            Map.entry("--min-confidence", new double[] {0, 1}),
            Map.entry("--max-novelty", new double[] {0, 1}),
            Map.entry("--new-above", new double[] {0, 1}),
            Map.entry("--candidates", new double[] {0, Integer.MAX_VALUE}),
            Map.entry("--cells", new double[] {4, 1e10}),
            Map.entry("--batches", new double[] {1, 4000}),
            Map.entry("--types", new double[] {1, 1000}),
            Map.entry("--dimension", new double[] {1, 10_000}),
            Map.entry("--shift", new double[] {0, 1000}),
            Map.entry("--scale", new double[] {0, 2}),
            Map.entry("--warp", new double[] {0, 1000}),
            Map.entry("--centre", new double[] {0, 1000}),
            Map.entry("--within", new double[] {0, 1000}),
            Map.entry("--ratio", new double[] {1, 100}),
            Map.entry("--concentration", new double[] {0.001, 1000}),
            Map.entry("--largest-batch-share", new double[] {0, 0}),
            Map.entry("--conditions", new double[] {1, 100}),
            Map.entry("--condition-effect", new double[] {0, 1000}),
            Map.entry("--condition-types", new double[] {0, 8}),
            Map.entry("--genes", new double[] {0, 100_000}),
            Map.entry("--depth", new double[] {1, 1_000_000}),
            Map.entry("--depth-deviation", new double[] {0, 2}),
            Map.entry("--gene-effect", new double[] {0, 2}),
            Map.entry("--dropout", new double[] {0, 0.6}),
            Map.entry("--partitions", new double[] {1, Integer.MAX_VALUE}),
            Map.entry("--seed", new double[] {Long.MIN_VALUE, Long.MAX_VALUE}));

    private static boolean allows(OptionSpec option, String value) {
        double[] range = RANGES.get(option.longestName());
        if (range == null) {
            return false;
        }
        try {
            double number = option.type() == Double.class ? Double.parseDouble(value) : Long.parseLong(value);
            return number >= range[0] && number <= range[1];
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** A Param's documentation holds its range. */
    private static String range(OptionSpec option) {
        return option.userObject() instanceof Param<?> param ? param.doc().substring(1) : "";
    }

    @Test
    void noOptionGoesUntested() {
        List<String> tested = valuesOutOfRange()
                .map(arguments -> arguments.get()[0] + " " + arguments.get()[1])
                .distinct()
                .toList();
        List<String> untested = commands()
                .flatMap(command -> spec(command).options().stream()
                        .filter(option -> option.type() != String.class && option.type() != List.class)
                        .filter(option -> option.arity().max() > 0)
                        .map(option -> command + " " + option.longestName()))
                .filter(option -> !tested.contains(option))
                .toList();
        assertThat(tested).hasSizeGreaterThan(60);
        assertThat(untested).isEmpty();
    }

    /** A range that nothing lies outside of is none. */
    @Test
    void everyNumberHasARange() {
        List<String> withoutRange = commands()
                .flatMap(command -> spec(command).options().stream())
                .filter(option ->
                        List.of(Integer.class, Long.class, Double.class).contains(option.type()))
                .filter(option ->
                        refused(option).noneMatch(value -> WHOLE.subList(0, 4).contains(value) || REAL.contains(value)))
                .map(OptionSpec::longestName)
                .distinct()
                .toList();
        assertThat(withoutRange).containsExactlyInAnyOrderElementsOf(WITHOUT_RANGE);
    }

    private static Stream<String> commands() {
        return Stream.of(
                "correct",
                "fit",
                "apply",
                "annotate",
                "extend",
                "evaluate",
                "inspect",
                "embed",
                "synth",
                "model show",
                "coordinate",
                "site");
    }

    private static CommandLine.Model.CommandSpec spec(String command) {
        CommandLine line = PROGRAM;
        for (String name : command.split(" ")) {
            line = line.getSubcommands().get(name);
        }
        return line.getCommandSpec();
    }
}
