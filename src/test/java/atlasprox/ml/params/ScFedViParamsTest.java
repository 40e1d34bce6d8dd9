package atlasprox.ml.params;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.cli.Main;
import atlasprox.scfedvi.ScFedViSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.Param;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.CommandSpec;

/** Every place where a setting of scFedVI stands agrees with its table. */
class ScFedViParamsTest {
    private static final String HEAD = "| setting | option | what it does | range | default |\n|---|---|---|---|---|\n";
    private static final String METHOD = "scfedvi: ";

    private final ScFedViParams params = new ScFedViParams();

    @Test
    void theTableHoldsEveryParam() {
        assertThat(params.params())
                .extracting(Param::name)
                .containsExactlyInAnyOrderElementsOf(
                        settings().map(Setting::name).toList());
        assertThat(ScFedViParams.byName(params.settings(1L)).keySet())
                .containsExactlyInAnyOrderElementsOf(
                        settings().map(Setting::name).toList());
        ScFedViSettings standard = params.settings(1L);
        settings().filter(setting -> !setting.name().equals("rounds")).forEach(setting -> assertThat(
                        ScFedViParams.byName(standard))
                .containsEntry(setting.name(), setting.standard().value()));
    }

    @Test
    void everySettingIsAnOptionOfEmbedAlone() {
        CommandSpec embed = Main.commands().getSubcommands().get("embed").getCommandSpec();
        CommandSpec correct = Main.commands().getSubcommands().get("correct").getCommandSpec();
        assertThat(settings()).allSatisfy(setting -> assertThat(
                        String.join(" ", embed.findOption(option(setting)).description()))
                .containsIgnoringCase(setting.what()));
        assertThat(correct.findOption("--as-published")).isNull();
        assertThat(String.join(" ", embed.findOption("--dimension").description()))
                .contains("components", "default 30", "latent coordinates", "default 10");
    }

    /** After a change of the table: the rows that this expects belong into the document. */
    @Test
    void theDocumentHasARowForEachOfThem() throws IOException {
        String rows = settings().map(ScFedViParamsTest::row).collect(Collectors.joining("\n"));
        assertThat(Files.readString(Path.of("docs/embed.md"))).contains(HEAD + rows + "\n");
    }

    /** min(400, 400 x 20,000 / N) epochs where a client has all cells, as scvi-tools has them, in rounds of some each. */
    @ParameterizedTest
    @CsvSource({"1, 5, 80", "20000, 5, 80", "40000, 5, 40", "30000, 5, 54", "20000000, 5, 1", "20000, 7, 58"})
    void roundsGoByTheCells(long cells, int localEpochs, int rounds) {
        params.set("localEpochs", localEpochs);
        assertThat(params.settings(cells).rounds()).isEqualTo(rounds);
        params.set("rounds", 3);
        assertThat(params.settings(cells).rounds()).isEqualTo(3);
    }

    /** As many steps as of all cells together, and no more than 8,000,000 visits. */
    @Test
    void clientsOfFewCellsTakeMoreRounds() {
        params.set("localEpochs", 1);
        assertThat(params.settings(100L, 100L, 100L, 100L, 100L).rounds()).isEqualTo(1600);
        assertThat(params.settings(128L, 384L).rounds()).isEqualTo(Math.round(400 * 4 / (0.25 * 1 + 0.75 * 3)));
        assertThat(params.settings(10_000L, 10_000L).rounds()).isEqualTo(400);
        assertThat(params.settings(2_500L, 2_500L, 0L).rounds()).isEqualTo(800);
        assertThat(params.settings(50L, 9_950L).rounds()).isBetween(400, 410);
        params.set("minibatchSize", 32);
        assertThat(params.settings(100L, 100L, 100L, 100L, 100L).rounds()).isEqualTo(1600);
    }

    @Test
    void asPublishedIsWithoutVectors() {
        params.set("asPublished", true);
        assertThat(params.settings(1L).batchVectors()).isFalse();
        assertThat(params.settings(1L).shape().normalisation().name()).isEqualTo("BATCH");
    }

    private Stream<Setting> settings() {
        return params.paramSet().settings().stream();
    }

    private static String row(Setting setting) {
        String range = setting.param() instanceof BooleanParam ? "true, false" : setting.range();
        return Stream.of(
                        "`" + setting.name() + "`",
                        "`" + option(setting) + "`",
                        setting.what().substring(METHOD.length()),
                        range.replace(" | ", ", "),
                        setting.defaultWords())
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String option(Setting setting) {
        return "--" + setting.name().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
