package atlasprox.labels.told;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.labels.Calibration;
import atlasprox.labels.LabelHead;
import atlasprox.labels.LabelReference;
import atlasprox.labels.LabelSums;
import atlasprox.results.AnnotationSummary;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NewCellsTest {

    /** Of labels a, b, c at 0, 10 and 20 of the first of two dimensions. */
    static LabelHead head() {
        LabelSums sums = new LabelSums(2);
        Random random = new Random(1L);
        for (int cell = 0; cell < 300; cell++) {
            double[] place = {10 * (cell % 3) + random.nextGaussian(), random.nextGaussian()};
            sums.add(List.of("a", "b", "c").get(cell % 3), 0, place);
        }
        return new LabelHead(LabelReference.none(2).with(sums, new TreeMap<>(), 1), new Calibration());
    }

    @Test
    void cellsThatLieTogetherAreOnePopulation() {
        NewCells cells = new NewCells(2);
        Random random = new Random(2L);
        for (int cell = 0; cell < 100; cell++) {
            // Beyond a, seen from two prototypes and in two batches; and beyond c.
            cells.add(0, cell % 2, "x" + cell % 2, new double[] {-30 + random.nextGaussian(), 0});
            if (cell < 40) {
                cells.add(2, 7, "y", new double[] {60 + random.nextGaussian(), 0});
            }
        }
        assertThat(cells.populations(head().discriminant()).subList(0, 1))
                .containsExactly(new AnnotationSummary.Population(100, 2, List.of("x0", "x1"), List.of("a", "b", "c")));
        assertThat(cells.populations(head().discriminant()))
                .contains(new AnnotationSummary.Population(40, 1, List.of("y"), List.of("c", "b", "a")));
    }

    @Test
    void fewCellsOfTwoFarKindsAreTwoPopulations() {
        NewCells cells = new NewCells(2);
        for (int cell = 0; cell < 44; cell++) {
            cells.add(cell % 2 * 2, cell % 2, "x", new double[] {cell % 2 == 0 ? -30 : 60, 0});
        }
        assertThat(cells.populations(head().discriminant()))
                .containsExactlyInAnyOrder(
                        new AnnotationSummary.Population(22, 1, List.of("x"), List.of("a", "b", "c")),
                        new AnnotationSummary.Population(22, 1, List.of("x"), List.of("c", "b", "a")));
    }

    @Test
    void noCellsAreNoPopulation() {
        assertThat(new NewCells(2).populations(head().discriminant())).isEmpty();
    }

    @Test
    void tooManyGroupsAreTakenByTheirLabelAlone() {
        NewCells one = new NewCells(2);
        NewCells other = new NewCells(2);
        for (int prototype = 0; prototype < 2_400; prototype++) {
            (prototype % 2 == 0 ? one : other).add(0, prototype, "x", new double[] {-30, 0});
        }
        assertThat(one.merge(other).populations(head().discriminant()))
                .containsExactly(new AnnotationSummary.Population(2_400, 1, List.of("x"), List.of("a", "b", "c")));
    }
}
