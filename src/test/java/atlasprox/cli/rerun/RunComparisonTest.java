package atlasprox.cli.rerun;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.Json;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class RunComparisonTest {
    private static final String NONE = "";
    private static final String EMPTY = ", \"annotated\": []";
    private static final String TOLD = ", \"annotated\": [{\"label\": \"type\", \"newAbove\": 0.99}]";
    private static final String OTHERS = ", \"annotated\": [{\"label\": \"type\", \"newAbove\": 0.5}]";

    @Test
    void nothingToldIsTheSameHoweverItIsWritten() {
        for (String before : new String[] {NONE, EMPTY, ", \"annotated\": null"}) {
            for (String after : new String[] {NONE, EMPTY}) {
                RunComparison comparison = comparison(before, after);
                assertThat(comparison.agrees()).isTrue();
                assertThat(comparison.text())
                        .contains("The result is the same.")
                        .doesNotContain("labels told");
            }
        }
    }

    @Test
    void labelsToldAreComparedWhereThereAreSome() {
        assertThat(comparison(TOLD, TOLD).agrees()).isTrue();
        assertThat(comparison(TOLD, TOLD).text()).contains("  labels told      same");
        for (String[] runs : new String[][] {{TOLD, OTHERS}, {TOLD, EMPTY}, {NONE, TOLD}}) {
            RunComparison comparison = comparison(runs[0], runs[1]);
            assertThat(comparison.agrees()).isFalse();
            assertThat(comparison.text())
                    .contains("  labels told      DIFFERS", "The result DIFFERS, though the input is the same.");
        }
    }

    private static RunComparison comparison(String before, String after) {
        return new RunComparison(run(before), run(after));
    }

    private static RunFile run(String annotated) {
        return new RunFile(new Path("run.json"), Json.tree("{\"command\": \"annotate\"" + annotated + "}"));
    }
}
