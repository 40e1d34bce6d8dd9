package atlasprox.ml.params;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.cli.Main;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;
import py4j.reflection.ReflectionEngine;
import scala.jdk.javaapi.CollectionConverters;

/** Every place where a setting stands agrees with the one table of them. */
class ParamsTest {
    private static final Path DOCUMENT = Path.of("docs/settings.md");
    private static final Path PYTHON = Path.of("src/main/python/atlasprox/_params.py");
    private static final String HEAD = "| setting | option | what it does | range | default |";

    /** Settings that no command has an option for, each with the reason. */
    private static final Map<String, String> WITHOUT_OPTION = Map.of();

    private final BatchRefiner refiner = new BatchRefiner();

    @Test
    void theTableHoldsEveryParam() throws Exception {
        assertThat(settings()).hasSize(35).extracting(Setting::name).doesNotHaveDuplicates();
        assertThat(refiner.params())
                .extracting(Param::name)
                .containsExactlyInAnyOrderElementsOf(
                        settings().stream().map(Setting::name).toList());
        for (Setting setting : settings()) {
            assertThat(refiner.getClass().getMethod(setting.name()).invoke(refiner))
                    .isSameAs(setting.param());
            assertThat(setting.param().doc()).startsWith(setting.what()).contains(setting.range());
        }
    }

    @Test
    void everySettingHasASetterThatCanBeFollowedByOthers() throws Exception {
        for (Setting setting : settings()) {
            Class<?> type = type(setting.param());
            Method setter = BatchRefiner.class.getMethod("set" + upper(setting.name()), type);
            Object value = allowed(setting.param());
            assertThat(setter.invoke(refiner, value)).as(setting.name()).isSameAs(refiner);
            assertThat(refiner.getOrDefault(setting.param())).isEqualTo(value);
        }
        BatchRefiner chained =
                new BatchRefiner().setEmbeddingCol("X").setBatchCol("a", "b").setSigma(0.3);
        assertThat(chained.getOrDefault(chained.batchCol())).containsExactly("a", "b");
    }

    /** Py4J looks for methods in classes and the interfaces that they name themselves, not in those that these extend. */
    @Test
    void pythonFindsEveryParamAndSetter() throws Exception {
        ReflectionEngine python = new ReflectionEngine();
        for (Setting setting : settings()) {
            Object[] value = {allowed(setting.param())};
            assertThat(python.getMethod(refiner, setting.name(), new Object[0]).getMethod())
                    .isNotNull();
            for (String name : names(setting)) {
                assertThat(python.invoke(refiner, python.getMethod(refiner, "set" + upper(name), value), value))
                        .isSameAs(refiner);
            }
            assertThat(python.getMethod(refiner, "setting", new Object[] {setting.param()}))
                    .isNotNull();
        }
        for (Class<?> stage : List.of(BatchRefiner.class, BatchRefinerModel.class)) {
            assertThat(Arrays.stream(stage.getMethods())
                            .map(Method::getDeclaringClass)
                            .filter(type -> type.isInterface() && type.getPackage() == Setting.class.getPackage()))
                    .allMatch(type -> List.of(stage.getInterfaces()).contains(type));
        }
    }

    private static List<String> names(Setting setting) {
        return Stream.concat(Stream.of(setting.name()), setting.formerNames().stream())
                .toList();
    }

    @Test
    void everySettingHasAnOption() {
        Set<String> named = options(false).keySet();
        assertThat(settings().stream().map(Setting::name).filter(name -> !named.contains(name)))
                .containsExactlyInAnyOrderElementsOf(WITHOUT_OPTION.keySet());
        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(settings().stream()
                        .map(Setting::name)
                        .filter(name -> !WITHOUT_OPTION.containsKey(name))
                        .toList());
    }

    @Test
    void formerNamesAreUnderstoodAndStandNowhere() throws Exception {
        Map<String, List<OptionSpec>> hidden = options(true);
        assertThat(hidden).containsOnlyKeys("huberCutoff");
        assertThat(refiner.getParam("tailCut")).isSameAs(refiner.huberCutoff());
        assertThatThrownBy(() -> refiner.getParam("headCut")).isInstanceOf(NoSuchElementException.class);
        String shown = Main.commands().getSubcommands().values().stream()
                        .map(command -> command.getUsageMessage())
                        .collect(Collectors.joining())
                + text(DOCUMENT)
                + text(Path.of("README.md"))
                + refiner.explainParams();
        for (Setting setting : settings()) {
            for (String former : setting.formerNames()) {
                BatchRefiner.class
                        .getMethod("set" + upper(former), type(setting.param()))
                        .invoke(refiner, allowed(setting.param()));
                assertThat(refiner.isSet(setting.param())).isTrue();
                assertThat(shown).doesNotContainIgnoringCase(former).doesNotContain(option(former));
                assertThat(hidden.get(setting.name()))
                        .anyMatch(option -> option.longestName().equals(option(former)));
            }
        }
    }

    /** After a change of the table: the rows that this expects belong into the document. */
    @Test
    void theDocumentHasARowForEverySetting() throws IOException {
        Map<String, List<OptionSpec>> options = options(false);
        String rows = settings().stream()
                .map(setting -> row(setting, options.get(setting.name()).get(0).names()[0]))
                .collect(Collectors.joining("\n"));
        assertThat(text(DOCUMENT)).contains(HEAD + "\n|---|---|---|---|---|\n" + rows + "\n");
    }

    /** The same that the Python tests compare letter for letter, for whoever has no Python at hand. */
    @Test
    void pythonHasEverySetting() throws IOException {
        String python = text(PYTHON).replaceAll("\"\\s*\\n\\s*\"", "");
        for (Setting setting : settings()) {
            assertThat(python)
                    .contains(
                            "\"" + setting.name() + "\"", "\"" + setting.param().doc() + "\"");
            assertThat(setting.formerNames()).allMatch(name -> python.contains("def set" + upper(name) + "("));
        }
    }

    @Property(tries = 200)
    void defaultsByOtherSettingsArePure(@ForAll("choices") Map<String, Object> choices) {
        BatchRefiner drawn = new BatchRefiner();
        choices.forEach(drawn::set);
        Map<String, Object> set = values(drawn.paramMap());
        Map<String, Object> defaults = values(drawn.defaultParamMap());

        assertRule(drawn, choices);
        assertThat(drawn.inForce()).containsAllEntriesOf(withoutFormer(choices)).containsKeys("rounds", "mu");
        assertThat(values(drawn.paramMap())).isEqualTo(set).hasSameSizeAs(choices.keySet());
        assertThat(values(drawn.defaultParamMap())).isEqualTo(defaults).doesNotContainKeys("rounds", "mu");
        for (String method : List.of("aligned", "scbatchprox")) {
            Map<String, Object> changed = new TreeMap<>(choices);
            changed.put("method", method);
            assertRule(drawn.copy(new ParamMap().put(drawn.method(), method)), changed);
        }
        assertRule(drawn, choices);
    }

    private static void assertRule(BatchRefiner drawn, Map<String, Object> choices) {
        boolean published = choices.getOrDefault("method", "aligned").equals("scbatchprox");
        boolean pressed = (Double) choices.getOrDefault("theta", 0.0) > 0.0;
        Object rounds = choices.getOrDefault("rounds", published ? 7 : pressed ? 13 : 8);
        Object mu = choices.getOrDefault("mu", published ? 0.001 : 0.0);
        assertThat(drawn.resolved(drawn.rounds())).isEqualTo(rounds);
        assertThat(drawn.resolved(drawn.mu())).isEqualTo(mu);
        assertThat(drawn.alignedSettings().rounds()).isEqualTo(rounds);
        assertThat(drawn.alignedSettings().mu()).isEqualTo(mu);
        assertThat(drawn.alignedSettings().huberCutoff()).isEqualTo(choices.getOrDefault("tailCut", 2.0));
        assertThat(drawn.scBatchProxSettings().rounds()).isEqualTo(rounds);
        assertThat(drawn.scBatchProxSettings().objective().mu()).isEqualTo(mu);
    }

    @Provide
    Arbitrary<Map<String, Object>> choices() {
        return Combinators.combine(
                        Arbitraries.of("aligned", "scbatchprox").injectNull(0.3),
                        Arbitraries.of(0.0, 0.5, 2.0).injectNull(0.3),
                        Arbitraries.of(1, 7, 8, 13).injectNull(0.5),
                        Arbitraries.of(0.0, 0.001, 1.0).injectNull(0.5),
                        Arbitraries.of(1.0, 3.0).injectNull(0.5))
                .as(ParamsTest::choices);
    }

    private static Map<String, Object> choices(String method, Double theta, Integer rounds, Double mu, Double tailCut) {
        Map<String, Object> choices = new TreeMap<>();
        choices.put("method", method);
        choices.put("theta", theta);
        choices.put("rounds", rounds);
        choices.put("mu", mu);
        choices.put("tailCut", tailCut);
        choices.values().removeIf(Objects::isNull);
        return choices;
    }

    private static Map<String, Object> withoutFormer(Map<String, Object> choices) {
        Map<String, Object> present = new TreeMap<>(choices);
        present.remove("tailCut");
        return present;
    }

    private static Map<String, Object> values(ParamMap map) {
        return CollectionConverters.asJava(map.toSeq()).stream()
                .collect(Collectors.toMap(pair -> pair.param().name(), pair -> (Object) pair.value()));
    }

    private List<Setting> settings() {
        return refiner.paramSet().settings();
    }

    private static Map<String, List<OptionSpec>> options(boolean hidden) {
        return Main.commands().getSubcommands().values().stream()
                .flatMap(command -> command.getCommandSpec().options().stream())
                .filter(option -> option.hidden() == hidden
                        && option.userObject() instanceof Param<?> param
                        && param.parent().startsWith("batchRefiner"))
                .collect(Collectors.groupingBy(option -> ((Param<?>) option.userObject()).name()));
    }

    private static String row(Setting setting, String option) {
        return Stream.of(
                        "`" + setting.name() + "`",
                        "`" + option + "`",
                        setting.what(),
                        range(setting).replace(" | ", ", "),
                        setting.defaultWords().replace("<", "&lt;"))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String range(Setting setting) {
        return setting.param() instanceof BooleanParam ? "true, false" : setting.range();
    }

    private static String option(String name) {
        return "--" + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String upper(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static Class<?> type(Param<?> param) {
        Map<Class<?>, Class<?>> types = Map.of(
                IntParam.class, int.class,
                LongParam.class, long.class,
                DoubleParam.class, double.class,
                BooleanParam.class, boolean.class,
                StringArrayParam.class, String[].class);
        return types.getOrDefault(param.getClass(), String.class);
    }

    /** The last of what its documentation offers, or a value of its type that is not the default. */
    private static Object allowed(Param<?> param) {
        Map<Class<?>, Object> values = Map.of(
                int.class, 3, long.class, 3L, double.class, 0.25, boolean.class, true, String[].class, new String[] {
                    "donor=0.5"
                });
        String[] choices = param.doc().replaceAll(".*\\((.* \\| .*)\\).*", "$1").split(" \\| ");
        return values.getOrDefault(type(param), choices[choices.length - 1]);
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file);
    }
}
