package atlasprox.report;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.results.RunSummary;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Presses the buttons of the page's charts in headless Chromium, where there is one. */
class SavedPicturesBrowserTest {
    private static final List<String> TYPES = List.of("B cell", "T cell", "NK cell", "monocyte", "fibroblast");
    /** What a picture of a chart is drawn with. */
    private static final List<String> DRAWN = List.of("svg", "rect", "path", "text", "g", "defs", "clipPath", "style");

    @TempDir
    private Path scratch;

    private Browser browser;

    @BeforeEach
    void findBrowser() throws IOException {
        browser = Browser.required(scratch);
    }

    /** Every chart that is seen, and in dark colours, as a picture that stands for itself: on white, with title, words, legend and notes. */
    @Test
    void everyChartIsSavedForPaper() throws Exception {
        List<String> batches = Runs.names(3);
        RunSummary run = Runs.aligned(batches, "cell_type", List.of(0.9, 0.75, 1.0), List.of(0.0, 0.25, 0.5));
        Map<String, byte[]> saved = saved(
                "saved",
                ReportPage.html(run, Runs.pictured(batches, TYPES), Optional.of(Runs.evaluation(batches, TYPES))));

        assertThat(saved.keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                "umap-before-batch",
                                "umap-after-batch",
                                "umap-before-label",
                                "umap-after-label",
                                "changed-batches-X_pca_corrected",
                                "changed-labels-X_pca_corrected",
                                "objective",
                                "change",
                                "structure",
                                "losses",
                                "apart",
                                "sizes")
                        .flatMap(name -> Stream.of("corrected-" + name + ".svg", "corrected-" + name + ".png"))
                        .toList());
        String map = text(saved.get("corrected-umap-after-label.svg"));
        assertThat(map)
                .contains("After: X_pca_corrected, by label (cell_type)", "Batch correction of X_pca, cells.parquet")
                .contains("UMAP 1", "UMAP 2", "cells, drawn at random")
                .contains(TYPES)
                .contains("(no label)", "#0072B2");
        assertThat(text(saved.get("corrected-changed-labels-X_pca_corrected.svg")))
                .contains("marked \u25c6", "Structure kept, %");
        assertThat(text(saved.get("corrected-objective.svg"))).contains("mean of all batches", "worst batch");
        saved.forEach((name, bytes) -> {
            if (name.endsWith(".png")) {
                assertPicture(name, bytes);
            } else {
                assertThat(elements(bytes))
                        .as(name)
                        .contains("svg", "rect", "text")
                        .doesNotContain("image", "script");
                assertThat(text(bytes)).as(name).contains("fill=\"#ffffff\"").doesNotContain("#15191e", "#e6edf3");
            }
        });
    }

    @Test
    void hostileNamesDoNothingInAPictureSaved() throws Exception {
        List<String> names = Runs.HOSTILE_NAMES;
        Map<String, byte[]> saved = saved(
                "saved-hostile",
                ReportPage.html(
                        Runs.named(Runs.run("correct", names, Runs.HOSTILE, 3), Runs.HOSTILE),
                        Runs.pictured(names, names),
                        Optional.of(Runs.evaluation(names, names))));

        assertThat(saved).hasSize(20).allSatisfy((name, bytes) -> {
            assertThat(name).matches("[\\w][\\w.-]*[.](svg|png)");
            if (name.endsWith(".svg")) {
                assertThat(elements(bytes)).as(name).isSubsetOf(DRAWN);
            }
        });
    }

    /** Saves every chart of the page as both, on a screen with dark colours. */
    private Map<String, byte[]> saved(String name, String html) throws Exception {
        String press = """
                const files = document.createElement('div');
                document.body.append(files);
                let content = null;
                URL.createObjectURL = blob => { content = blob; return 'blob:here'; };
                HTMLAnchorElement.prototype.click = function () {
                  const file = document.createElement('i');
                  file.dataset.file = this.download;
                  files.append(file);
                  const reader = new FileReader();
                  reader.onload = () => { file.dataset.content = reader.result.replace(/^.*,/, ''); };
                  reader.readAsDataURL(content);
                };
                document.body.dataset.dark = matchMedia('(prefers-color-scheme: dark)').matches;
                for (const button of document.querySelectorAll('.save button')) button.click();
                """;
        String dom = browser.dump(name, Browser.pressed(html, press), "--blink-settings=preferredColorScheme=0")
                .dom();
        assertThat(dom).contains("data-errors=\"\"", "data-dark=\"true\"");
        Map<String, byte[]> saved = new TreeMap<>();
        Matcher file = Pattern.compile("data-file=\"([^\"]*)\" data-content=\"([^\"]*)\"")
                .matcher(dom);
        while (file.find()) {
            assertThat(saved.put(file.group(1), Base64.getDecoder().decode(file.group(2))))
                    .as(file.group(1))
                    .isNull();
        }
        return saved;
    }

    /** White at its edges, and not all white. */
    private static void assertPicture(String name, byte[] bytes) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
            int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
            assertThat(image.getWidth()).as(name).isGreaterThanOrEqualTo(3 * 720);
            assertThat(pixels[0]).as(name).isEqualTo(0xffffffff);
            assertThat(pixels[pixels.length - 1]).as(name).isEqualTo(0xffffffff);
            assertThat(Arrays.stream(pixels).filter(pixel -> pixel != 0xffffffff))
                    .as(name)
                    .hasSizeGreaterThan(5_000);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** The names of all elements; fails where it is not well-formed. */
    private static Set<String> elements(byte[] svg) {
        try {
            Set<String> names = new TreeSet<>();
            NodeList nodes = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(svg))
                    .getElementsByTagName("*");
            for (int i = 0; i < nodes.getLength(); i++) {
                names.add(nodes.item(i).getNodeName());
            }
            return names;
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError(text(svg), e);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
