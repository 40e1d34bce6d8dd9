package atlasprox.report;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.results.AnnotationSummary;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ToldTableTest {
    private static final AnnotationSummary.Group ALL =
            new AnnotationSummary.Group("all cells", 10_000, 40, 500, 0.9251, 0.5);

    @Test
    void saysInWordsWhatCellsCalledNewMayBe() {
        AnnotationSummary told = told(
                null,
                new AnnotationSummary.Population(412, 3, List.of("a", "b", "c"), List.of("B cell", "T cell")),
                new AnnotationSummary.Population(1, 1, List.of("a"), List.of("B cell")),
                new AnnotationSummary.Population(87, 1_200, List.of("a", "b"), List.of("T cell", "B cell")));
        assertThat(ToldTable.populations(told))
                .containsExactly(
                        "412 cells in 3 batches ('a', 'b', 'c') are called new; nearest are 'B cell', 'T cell'.",
                        "1 cell in 1 batch ('a') is called new; nearest is 'B cell'.",
                        "87 cells in 1,200 batches (most in 'a', 'b') are called new; nearest are 'T cell', 'B cell'.");
        assertThat(ToldTable.text(told)).contains("Candidates for new populations:", "  412 cells in 3 batches");
    }

    @Test
    void saysHowManyWereToldWhat() {
        AnnotationSummary.Agreement agreement = new AnnotationSummary.Agreement(
                "type", 8_000, 300, 250, 0.95, 0.875, List.of("B cell"), new long[][] {{1, 0, 0}, {0, 0, 0}});
        assertThat(ToldTable.sentences(told(agreement)))
                .containsExactly(
                        "Labels of 'cell_type': 9,960 of 10,000 cells told one, 40 unassigned, with a mean confidence of 0.925.",
                        "500 called new; of cells like the reference's, about 100 of these 10,000 would be.",
                        "Of 8,000 cells with a label of their own in 'type' that the reference has, 95.0 % are told it (macro F1 0.875).",
                        "300 cells have one that the reference lacks; 250 of these are called new.");
    }

    @Test
    void aTerminalShowsTheLabelsOfMostCells() {
        List<AnnotationSummary.Group> labels = IntStream.range(0, 15)
                .mapToObj(label -> new AnnotationSummary.Group("type " + label, 100 - label, 0, 2, 0.5, 0.5))
                .toList();
        AnnotationSummary told = new AnnotationSummary("cell_type", 0.99, ALL, labels, null, null, List.of());
        assertThat(ToldTable.text(told))
                .contains("         100       0.500           2  type 0", "and 3 more labels")
                .doesNotContain("type 12", "Candidates");
    }

    private static AnnotationSummary told(
            AnnotationSummary.Agreement agreement, AnnotationSummary.Population... populations) {
        return new AnnotationSummary("cell_type", 0.99, ALL, List.of(), List.of(), agreement, List.of(populations));
    }
}
