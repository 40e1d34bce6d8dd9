package atlasprox.ml.params;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.cli.Main;
import atlasprox.ml.counts.CountNormalizer;
import atlasprox.ml.counts.CountPca;
import atlasprox.ml.counts.HighlyVariableGenes;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every place where a setting of the stages of counts stands agrees with their tables. */
class CountParamsTest {
    private static final String HEAD = "| setting | option | what it does | range | default |\n|---|---|---|---|---|\n";

    static List<SettingParams> stages() {
        return List.of(new CountNormalizer(), new HighlyVariableGenes(), new CountPca());
    }

    @ParameterizedTest
    @MethodSource("stages")
    void theTableHoldsEveryParamAndEachHasASetter(SettingParams stage) throws Exception {
        List<Setting> settings = stage.paramSet().settings();
        assertThat(stage.params())
                .extracting(Param::name)
                .containsExactlyInAnyOrderElementsOf(
                        settings.stream().map(Setting::name).toList());
        for (Setting setting : settings) {
            assertThat(stage.getClass().getMethod(setting.name()).invoke(stage)).isSameAs(setting.param());
            assertThat(stage.isDefined(setting.param())).as(setting.name()).isTrue();
            Object value = other(setting.param());
            Method setter = stage.getClass().getMethod("set" + upper(setting.name()), type(setting.param()));
            assertThat(setter.invoke(stage, value)).isSameAs(stage);
            assertThat(stage.getOrDefault(setting.param())).isEqualTo(value);
        }
    }

    /** Py4J looks for methods in classes and the interfaces that they name themselves, not in those that these extend. */
    @ParameterizedTest
    @MethodSource("stages")
    void pythonFindsEveryParamAndSetter(SettingParams stage) {
        assertThat(Arrays.stream(stage.getClass().getMethods())
                        .map(Method::getDeclaringClass)
                        .filter(type -> type.isInterface() && type.getPackage() == Setting.class.getPackage()))
                .isNotEmpty()
                .allMatch(type -> List.of(stage.getClass().getInterfaces()).contains(type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"embed", "correct"})
    void whatAFitGoesByIsAnOption(String command) {
        CommandSpec spec = Main.commands().getSubcommands().get(command).getCommandSpec();
        assertThat(fitting()).isNotEmpty().allSatisfy(setting -> {
            OptionSpec option = spec.findOption(option(setting));
            assertThat(option).as(setting.name()).isNotNull();
            assertThat(String.join(" ", option.description())).containsIgnoringCase(setting.what());
        });
    }

    /** After a change of the tables: the rows that this expects belong into the document. */
    @ParameterizedTest
    @ValueSource(strings = "docs/embed.md")
    void theDocumentHasARowForEachOfThem(Path document) throws IOException {
        String rows = fitting().map(CountParamsTest::row).collect(Collectors.joining("\n"));
        assertThat(Files.readString(document)).contains(HEAD + rows + "\n");
    }

    private static Stream<Setting> fitting() {
        return Stream.of(new HighlyVariableGenes(), new CountPca())
                .flatMap(stage -> stage.paramSet().settings().stream())
                .filter(setting -> setting.use() == Setting.Use.FIT);
    }

    private static String row(Setting setting) {
        String range = setting.param() instanceof BooleanParam ? "true, false" : setting.range();
        return Stream.of(
                        "`" + setting.name() + "`",
                        "`" + option(setting) + "`",
                        setting.what(),
                        range.replace(" | ", ", "),
                        setting.defaultWords())
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String option(Setting setting) {
        return "--" + setting.name().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String upper(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static Class<?> type(Param<?> param) {
        return param instanceof StringArrayParam
                ? String[].class
                : param instanceof IntParam ? int.class : param instanceof BooleanParam ? boolean.class : String.class;
    }

    /** A value that is allowed and no default. */
    private static Object other(Param<?> param) {
        return param instanceof StringArrayParam
                ? new String[] {"donor", "lane"}
                : param instanceof IntParam ? 3 : param instanceof BooleanParam ? true : "seurat_v3";
    }
}
