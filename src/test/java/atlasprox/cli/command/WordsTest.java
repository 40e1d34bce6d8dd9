package atlasprox.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.results.ScFedViSummary;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void aNewBatchWithoutTheModelsGenesHasTrainedNothing() {
        ScFedViSummary arrived = new ScFedViSummary(
                2,
                List.of(
                        new ScFedViSummary.Client("p", List.of("p"), 0, 0, Double.NaN, 8, 8),
                        new ScFedViSummary.Client("q", List.of("q"), 5, 0, Double.NaN, 8, 8)),
                List.of(),
                null,
                "loops");
        assertThat(Words.arrivals(arrived))
                .satisfiesExactly(
                        p -> assertThat(p)
                                .startsWith("New batch 'p': none of its cells has counts of the model's genes"),
                        q -> assertThat(q).startsWith("New batch 'q': its vector was trained on all of its cells"));
    }
}
