package atlasprox.report;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.results.RunSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens pages in headless Chromium, where there is one. */
class ReportPageBrowserTest {
    private static final Pattern SCRIPT = Pattern.compile("(?s)<script\\b.*?</script>");
    private static final List<String> TYPES = List.of("B cell", "T cell", "NK cell", "monocyte", "fibroblast");

    @TempDir
    private Path scratch;

    private Browser browser;

    @BeforeEach
    void findBrowser() throws IOException {
        browser = Browser.required(scratch);
    }

    @Test
    void drawsAFewBatchesWithLabels() throws Exception {
        List<String> batches = Runs.names(3);
        String page = open("few", Runs.run("correct", batches, "cell_type", 7), Runs.pictured(batches, TYPES));

        assertCharts(page, "batch-0", "batch-1", "label-0", "label-1", "sizes", "objective", "change", "losses");
        assertThat(page)
                .contains("Batch correction of X_pca", "donor_0001_lane_1", "1&nbsp;min 5&nbsp;s")
                .contains(
                        "not expected to mix them",
                        "Nothing was scored.",
                        "By label (cell_type)",
                        "--seed=9223372036854775807",
                        "--output=s3a://atlas/lung/corrected")
                .contains("rows were written with their embedding as it was");
    }

    @Test
    void drawsFortyBatches() throws Exception {
        List<String> batches = Runs.names(40);
        String page = open("forty", Runs.run("correct", batches, null, 7), Runs.pictured(batches, List.of()));

        assertCharts(page, "batch-0", "batch-1", "sizes", "objective", "change", "losses");
        assertThat(page).contains("The axis is logarithmic.").doesNotContain("left out here", "with most cells here");
        assertThat(page.split("class=\"count\"", -1)).as("legend entries").hasSize(41);
    }

    @Test
    void showsUnscaledLisiWithoutShades() throws Exception {
        String page =
                open("lisi", ReportPage.html(Runs.evaluationRun("cell_type"), Optional.empty(), Runs.unscaledLisi()));

        assertThat(page)
                .contains("LISI, unscaled", "Batch LISI (donor)", "Cell-type LISI (cell_type)", "deviation")
                .contains("1.100", "2.900", "+1.800", "0.375", "of cell types, 1 is best")
                .doesNotContain("Aggregates", "Higher is better everywhere")
                .containsPattern("<td class=\"side\">2.900</td>");
    }

    @Test
    void drawsScoresAndWhatWasChanged() throws Exception {
        List<String> batches = Runs.names(3);
        RunSummary run = Runs.aligned(batches, "cell_type", List.of(0.9, 0.75, 1.0), List.of(0.0, 0.25, 0.5));
        String page = open(
                "scored",
                ReportPage.html(run, Runs.pictured(batches, TYPES), Optional.of(Runs.evaluation(batches, TYPES))));

        assertCharts(
                page,
                "batch-0",
                "batch-1",
                "label-0",
                "label-1",
                "changed-batches",
                "changed-labels",
                "objective",
                "change",
                "structure",
                "losses",
                "apart",
                "sizes");
        assertThat(page)
                .contains("X_pca_corrected is better than X_pca: total from 0.480 to 0.552")
                .contains("<td class=\"side shaded best\" style=\"--heat: ")
                .contains("<td>\u2013</td>", "+0.072, better", "0.758 \u2192 0.798")
                .contains("Look at donor_0001_lane_1 (2\u202f003 cells, 61.0 % of their structure kept)")
                .contains("2 labels have fewer than 10 cells");
    }

    @Test
    void drawsScoresOfFortyBatchesWithoutLabels() throws Exception {
        List<String> batches = Runs.names(40);
        String page = open(
                "forty-scored",
                ReportPage.html(
                        Runs.run("correct", batches, null, 7),
                        Runs.pictured(batches, List.of()),
                        Optional.of(Runs.evaluation(batches, List.of()))));

        assertCharts(page, "batch-0", "batch-1", "changed-batches", "objective", "change", "losses", "sizes");
        assertThat(page).contains("what became of biology is not known");
    }

    @Test
    void drawsAnEvaluationOfSeveralEmbeddings() throws Exception {
        List<String> batches = Runs.names(12);
        List<String> embeddings = List.of("X_pca", "X_harmony", "X_scVI", "X_pca_corrected", "X_other");
        String page = open(
                "evaluation",
                ReportPage.html(
                        Runs.evaluationRun("cell_type"),
                        Optional.of(Runs.picture(batches, TYPES, 3_000, embeddings)),
                        Runs.evaluation(batches, TYPES, embeddings)));

        assertThat(page.split("data-chart=\"label-", -1)).hasSize(6);
        assertThat(page)
                .contains(
                        "Scores of 5 embeddings",
                        "Of 5 embeddings X_other has the best total; it is better than X_pca",
                        "Changes in")
                .contains("3 rows have no batch")
                .doesNotContain("Before: ");
    }

    @Test
    void drawsAnEvaluationOfOneEmbeddingWithoutPicture() throws Exception {
        List<String> batches = Runs.names(2);
        String page = open(
                "evaluation-one",
                ReportPage.html(
                        Runs.evaluationRun(null),
                        Optional.empty(),
                        Runs.evaluation(batches, List.of(), List.of("X_pca"))));

        assertCharts(page);
        assertThat(page).contains("X_pca alone was scored").doesNotContain("--heat: ");
    }

    @Test
    void saysWhatItLeavesOutOfThousandsOfBatches() throws Exception {
        List<String> batches = Runs.names(5_000);
        String page = open("thousands", Runs.run("correct", batches, null, 30), Runs.pictured(batches, List.of()));

        assertCharts(page, "batch-0", "batch-1", "sizes", "objective", "change", "losses");
        assertThat(page)
                .contains("Shown are the 40 largest; 4\u202f960 more are left out here")
                .contains("Shown are the 40 worst; 4\u202f960 more are left out here")
                .contains("other batches");
    }

    @Test
    void drawsOneBatchOneRoundOneCell() throws Exception {
        List<String> batches = Runs.names(1);
        String page =
                open("one", Runs.run("correct", batches, null, 1), Optional.of(Runs.picture(batches, List.of(), 1)));

        assertCharts(page, "batch-0", "batch-1", "sizes", "objective", "change", "losses");
        assertThat(page)
                .contains(
                        "There is only one batch",
                        "One round ended with",
                        "Nothing was scored, as no label column was given (--label).");
    }

    @Test
    void drawsWhatAlignedDidToEachBatch() throws Exception {
        RunSummary run = Runs.aligned(List.of("a", "b", "c"), null, List.of(0.9, 0.75, 1.0), List.of(0.0, 0.25, 0.5));
        String page = open("aligned", run, Optional.empty());

        assertCharts(page, "sizes", "objective", "change", "structure", "losses", "bent", "apart");
        assertThat(page).contains("95 % of the structure within batches was preserved");
    }

    @Test
    void doesWithoutPictureAndTrace() throws Exception {
        String page = open("bare", Runs.run("apply", Runs.names(2), null, 0), Optional.empty());

        assertCharts(page, "sizes");
        assertThat(page)
                .contains(
                        "This run has no picture of its cells.", "The fit recorded no rounds.", "Batches in the model")
                .contains("--model=FOLDER_OF_THE_MODEL", "--unknown-batch=fail")
                .doesNotContain("--rounds");
    }

    @Test
    void drawsAFitThatChangedNothing() throws Exception {
        String html = ReportPage.html(Runs.run("correct", Runs.names(2), null, 3), Optional.empty(), Optional.empty());
        String page =
                open("still", html.replaceAll("\"(largestChange|objective|worstLoss|figure)\":[^,}]+", "\"$1\":0.0"));

        assertCharts(page, "sizes", "objective", "change", "losses");
        assertThat(page).contains("No round changed anything.", "the mean loss stayed at 0.");
    }

    @Test
    void hostileNamesDoNothing() throws Exception {
        List<String> names = Runs.HOSTILE_NAMES;
        RunSummary run = Runs.named(Runs.run("correct", names, Runs.HOSTILE, 3), String.join("\u2029", names));
        String page = open(
                "hostile",
                ReportPage.html(run, Runs.pictured(names, names), Optional.of(Runs.evaluation(names, names))));

        assertCharts(
                page,
                "batch-0",
                "batch-1",
                "label-0",
                "label-1",
                "changed-batches",
                "changed-labels",
                "sizes",
                "objective",
                "change",
                "losses");
        assertThat(page).doesNotContainPattern("<(img|script|b)\\b").contains("&lt;img src=x onerror=alert(2)&gt;");
    }

    @Test
    void hostileNamesDoNothingUnderThePointer() throws Exception {
        List<String> names = Runs.HOSTILE_NAMES;
        String html = ReportPage.html(
                Runs.run("correct", names, Runs.HOSTILE, 3),
                Runs.pictured(names, names),
                Optional.of(Runs.evaluation(names, names)));
        String pointer = """
                for (const button of document.querySelectorAll('.switch button, .legend button')) button.click();
                for (const plot of document.querySelectorAll('[data-chart]')) {
                  const chart = echarts.getInstanceByDom(plot);
                  const series = chart ? chart.getOption().series.findIndex(one => !one.silent && one.data.length > 0) : -1;
                  if (series >= 0) chart.dispatchAction({type: 'showTip', seriesIndex: series, dataIndex: 0});
                }
                """;
        Browser.Dump dump = browser.dump("pointer", Browser.pressed(html, pointer));
        String page = SCRIPT.matcher(dump.dom()).replaceAll("");
        assertThat(page).contains("data-errors=\"\"", "<div style=\"font-weight: 600;\">");
        assertThat(page).doesNotContainPattern("<(img|script|b)\\b");
        assertThat(page.split("Loss 0[.]", -1)).as("tooltips of losses").hasSize(2);
    }

    /** The page's own witness works: what is put into it afterwards is kept from running, and it says so. */
    @Test
    void aStrangersScriptIsBlockedAndSeen() throws Exception {
        String html = ReportPage.html(Runs.run("correct", Runs.names(2), null, 1), Optional.empty(), Optional.empty())
                .replace("</main>", "<script>document.title = 'taken'</script></main>");

        assertThat(browser.dump("blocked", html).dom())
                .contains("data-errors=\"blocked by policy: script-src")
                .doesNotContain("<title>taken");
    }

    private String open(String name, RunSummary run, Optional<Picture> picture) throws Exception {
        return open(name, ReportPage.html(run, picture, Optional.empty()));
    }

    private String open(String name, String html) throws Exception {
        Browser.Dump dump = browser.dump(name, html);
        assertThat(dump.log().lines().filter(line -> line.contains("CONSOLE"))).isEmpty();
        assertThat(dump.dom().split("<script", -1)).as("scripts").hasSize(4);
        String page = SCRIPT.matcher(dump.dom()).replaceAll("");
        assertThat(page).contains("data-errors=\"\"", "data-drawn=");
        return page;
    }

    /** All charts that are there, and none else, hold a drawing. */
    private static void assertCharts(String page, String... names) {
        String[] plots = page.split("data-chart=\"", -1);
        assertThat(Arrays.stream(plots)
                        .skip(1)
                        .filter(plot -> plot.contains("<canvas") || plot.contains("<svg"))
                        .map(plot -> plot.substring(0, plot.indexOf('"'))))
                .containsExactlyInAnyOrder(names);
    }
}
