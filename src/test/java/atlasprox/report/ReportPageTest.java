package atlasprox.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.Json;
import atlasprox.Version;
import atlasprox.metrics.Evaluation;
import atlasprox.results.RunSummary;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ReportPageTest {
    private static final Pattern DATA =
            Pattern.compile("(?s)<script type=\"application/json\" id=\"data\">(.*?)</script>");

    @Test
    void holdsWhatTheRunDid() {
        JsonNode data = data(ReportPage.html(
                Runs.run("correct", Runs.names(3), "cell_type", 7),
                Optional.of(Runs.picture(Runs.names(3), List.of("B cell", "T cell"), 100)),
                Optional.empty()));

        assertThat(data.at("/run/command").asText()).isEqualTo("correct");
        assertThat(data.at("/run/counts/read").asLong())
                .isEqualTo(data.at("/run/fit/rows").asLong());
        assertThat(data.at("/run/warnings")).hasSize(1);
        assertThat(data.at("/fit/batches").asInt()).isEqualTo(3);
        assertThat(data.at("/run/fit/trace")).hasSize(7);
        assertThat(data.at("/fit/losses")).hasSize(3);
        assertThat(data.at("/echarts").asText()).isEqualTo(Version.echarts());
    }

    /** Every digit of each cell's place, in few bytes: little-endian floats, two a cell, in base64. */
    @Test
    void holdsThePlacesOfTheCells() {
        Picture picture = Runs.picture(Runs.names(3), List.of("B cell", "T cell"), 20_000);
        String html = ReportPage.html(
                Runs.run("correct", Runs.names(3), "cell_type", 7), Optional.of(picture), Optional.empty());

        byte[] bytes = Base64.getDecoder()
                .decode(data(html).at("/picture/layouts/1/umap").asText());
        FloatBuffer places =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        assertThat(places.remaining()).isEqualTo(40_000);
        assertThat(new float[] {places.get(39_998), places.get(39_999)})
                .containsExactly(picture.layouts().get(1).umap()[19_999]);
        assertThat(html).hasSizeLessThan(2_200_000);
    }

    @Test
    void keepsAllDigitsOfTheSeed() {
        JsonNode settings = data(ReportPage.html(
                        Runs.run("correct", Runs.names(3), null, 1), Optional.empty(), Optional.empty()))
                .at("/run/settings");

        assertThat(settings.at("/seed/0").isTextual()).isTrue();
        assertThat(settings.at("/seed/0").asText()).isEqualTo("9223372036854775807");
    }

    @Test
    void showsTheLargestOfManyBatches() {
        RunSummary run = Runs.run("correct", Runs.names(5_000), null, 2);
        String html = ReportPage.html(run, Optional.empty(), Optional.empty());
        JsonNode data = data(html);

        assertThat(data.at("/run/fit/batches")).hasSize(40);
        assertThat(data.at("/run/fit/batches/0/cells").asLong())
                .isEqualTo(data.at("/fit/largest").asLong())
                .isGreaterThan(data.at("/run/fit/batches/39/cells").asLong());
        assertThat(data.at("/fit/losses/0/figure").asDouble())
                .isEqualTo(run.fit().trace().get(1).worstLoss());
        assertThat(data.at("/fit/losses/0/batch").asText())
                .isEqualTo(run.fit().trace().get(1).worstBatch());
        assertThat(html).hasSizeLessThan(1_200_000);
    }

    @Test
    void showsTheBatchesThatWereBentMostAndLieFarthestApart() {
        RunSummary run = Runs.aligned(List.of("a", "b", "c"), null, List.of(0.9, 0.75, 1.0), List.of(0.0, 0.25, 0.5));
        JsonNode data = data(ReportPage.html(run, Optional.empty(), Optional.empty()));

        assertThat(data.at("/fit/bent/0/batch").asText()).isEqualTo("b");
        assertThat(data.at("/fit/bent/0/figure").asDouble()).isEqualTo(25.0);
        assertThat(data.at("/fit/bent/2/figure").asDouble()).isEqualTo(0.0);
        assertThat(data.at("/fit/apart/0/batch").asText()).isEqualTo("c");
    }

    @Test
    void holdsTheScoresAndTheBatchesChangedMost() {
        List<String> batches = Runs.names(5_000);
        JsonNode data = data(ReportPage.html(
                Runs.run("correct", batches, "cell_type", 1),
                Optional.empty(),
                Optional.of(Runs.evaluation(batches, List.of("B cell", "T cell")))));

        assertThat(data.at("/verdict").asText()).startsWith("X_pca_corrected is better than X_pca");
        assertThat(data.at("/scores/evaluation/embeddings/1/metrics/BRAS").asDouble())
                .isCloseTo(0.792, within(1e-9));
        assertThat(data.at("/scores/evaluation/embeddings/1/batches")).isEmpty();
        assertThat(data.at("/scores/sides/0/metrics")).hasSize(5);
        assertThat(data.at("/scores/sides/2/metrics/0").asText()).isEqualTo("Held-out F1");
        assertThat(data.at("/scores/changes")).hasSize(1);
        assertThat(data.at("/scores/changes/0/batches/groups").asInt()).isEqualTo(5_000);
        assertThat(data.at("/scores/changes/0/batches/shown")).hasSize(40);
        assertThat(data.at("/scores/changes/0/batches/shown/0/name").asText()).isEqualTo(batches.get(1));
        assertThat(data.at("/scores/changes/0/batches/standing").asInt()).isEqualTo(1);
    }

    @Test
    void showsEveryMetricOfTheProfileAndNoneTwice() {
        Evaluation scib = Runs.evaluation(List.of("a", "b"), List.of("B cell"));
        Evaluation cumulative = new Evaluation("cumulative", 10, 10, 10, 2, 1, 0L, 1.0, scib.embeddings(), List.of());
        JsonNode sides = data(ReportPage.html(Runs.evaluationRun("cell_type"), Optional.empty(), cumulative))
                .at("/scores/sides");

        assertThat(texts(sides.at("/1/metrics"))).containsExactly("Silhouette batch", "iLISI");
        assertThat(texts(sides.at("/2/metrics")))
                .contains("BRAS", "Held-out F1", "Preserved structure")
                .doesNotContain("iLISI", "KMeans NMI");
    }

    @Test
    void unscaledLisiHasNoAggregates() {
        JsonNode data = data(ReportPage.html(Runs.evaluationRun("cell_type"), Optional.empty(), Runs.unscaledLisi()));

        assertThat(data.at("/scores/evaluation/embeddings/0/lisi/0/deviation").asDouble())
                .isEqualTo(0.25);
        assertThat(data.at("/scores/sides")).hasSize(1);
        assertThat(data.at("/scores/sides/0/name").asText()).isEqualTo("Beside LISI");
        assertThat(texts(data.at("/scores/sides/0/metrics"))).containsExactly("Held-out F1", "Preserved structure");
    }

    @Test
    void theVerdictIsTheRoundsWhereNothingWasScored() {
        RunSummary run = Runs.aligned(List.of("a", "b"), null, List.of(0.9, 0.75), List.of(0.0, 0.25));

        assertThat(data(ReportPage.html(run, Optional.empty(), Optional.empty()))
                        .at("/verdict")
                        .asText())
                .startsWith("The separation of the batches stayed at 0.25");
        assertThat(data(ReportPage.html(Runs.run("apply", Runs.names(2), null, 1), Optional.empty(), Optional.empty()))
                        .at("/verdict")
                        .isNull())
                .isTrue();
    }

    @Test
    void hasNoLossesWithoutATrace() {
        JsonNode data =
                data(ReportPage.html(Runs.run("apply", Runs.names(2), null, 0), Optional.empty(), Optional.empty()));

        assertThat(data.at("/run/fit/trace")).isEmpty();
        assertThat(data.at("/fit/losses")).isEmpty();
        assertThat(data.at("/picture").isNull()).isTrue();
    }

    @ParameterizedTest
    @FieldSource("atlasprox.report.Runs#HOSTILE_NAMES")
    void hostileNamesStayData(String name) {
        List<String> names = List.of(name);
        String plain = ReportPage.html(Runs.run("correct", List.of("a"), "b", 1), Optional.empty(), Optional.empty());
        String html = ReportPage.html(
                Runs.named(Runs.run("correct", names, name, 1), name),
                Optional.of(Runs.picture(names, names, 5)),
                Optional.empty());

        assertThat(DATA.matcher(html).replaceAll(""))
                .isEqualTo(DATA.matcher(plain).replaceAll(""));
        assertThat(text(html)).doesNotContain("<", ">", "&", "\u2028", "\u2029", "\n");
        JsonNode data = data(html);
        assertThat(data.at("/run/fit/batches/0/batch").asText()).isEqualTo(name);
        assertThat(data.at("/picture/labels/0").asText()).isEqualTo(name);
        assertThat(data.at("/run/output").asText()).isEqualTo(name);
    }

    @Test
    void asksNothingOfTheNetwork() {
        String html = ReportPage.html(Runs.run("correct", Runs.names(3), null, 7), Optional.empty(), Optional.empty());

        String outsideScripts = html.replaceAll("(?s)(<script[^>]*>).*?</script>", "$1");
        assertThat(outsideScripts)
                .doesNotContainPattern("<(link|img|iframe|object|embed)\\b")
                .doesNotContain("src=", "url(", "@import", "http:", "https:");
        assertThat(html).contains("default-src 'none'").containsPattern("script-src 'sha256-[^']+' 'sha256-[^']+'\"");
        assertThat(html.split("<script", -1)).as("scripts").hasSize(4);
    }

    @Test
    void everyPartOfTheScriptIsJoinedOnceAndSaysWhatItDraws() throws IOException {
        String script =
                ReportPage.html(Runs.run("correct", Runs.names(3), null, 1), Optional.empty(), Optional.empty());
        Map<String, String> parts = parts();

        assertThat(parts.keySet()).containsExactlyInAnyOrderElementsOf(ReportPage.PARTS);
        assertThat(parts.values()).allSatisfy(part -> {
            assertThat(part).matches("(?s)// (Draws|Writes|Tells) [^\n]+[.]\n\n.+");
            assertThat(part.lines()).hasSizeLessThan(250);
            assertThat(script.split(Pattern.quote(part), -1)).as("joined once").hasSize(2);
        });
        assertThat(parts.values().stream().flatMap(ReportPageTest::namesAtTop))
                .as("of two of one name the latter would be called")
                .hasSizeGreaterThan(100)
                .doesNotHaveDuplicates();
    }

    private static Map<String, String> parts() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/atlasprox/report/parts"))) {
            return files.collect(Collectors.toMap(
                    file -> file.getFileName().toString().replaceFirst("[.]js$", ""), ReportPageTest::content));
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> namesAtTop(String part) {
        return Pattern.compile("(?m)^(?:function|const|let) (\\w+)")
                .matcher(part)
                .results()
                .map(found -> found.group(1));
    }

    private static JsonNode data(String html) {
        return Json.tree(text(html));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static String text(String html) {
        Matcher matcher = DATA.matcher(html);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
