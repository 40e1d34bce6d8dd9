package atlasprox.labels.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LabelFoldsTest {

    @Test
    void partsHaveAboutAsManyCells() {
        LabelFolds few = LabelFolds.byBatch(Map.of("a", 5L, "b", 1L, "c", 9L), 10);
        assertThat(few.ofBatches().values()).containsExactlyInAnyOrder(0, 1, 2);
        Map<String, Long> sizes = new TreeMap<>();
        for (int b = 0; b < 100; b++) {
            sizes.put("batch" + b, 10L + b);
        }
        LabelFolds many = LabelFolds.byBatch(sizes, 10);
        assertThat(many.count()).isEqualTo(10);
        long[] load = new long[10];
        many.ofBatches().forEach((batch, fold) -> load[fold] += sizes.get(batch));
        assertThat(Arrays.stream(load)).allMatch(cells -> Math.abs(cells - 595) < 30);
        assertThat(LabelFolds.byBatch(Map.of("a", 3L), 10).of("a", new float[1]))
                .isZero();
    }

    @Test
    void cellsDealtOneByOneAreInPartsByTheirCoordinates() {
        LabelFolds folds = LabelFolds.byCell(3);
        int[] load = new int[3];
        for (int cell = 0; cell < 300; cell++) {
            load[folds.of("any", new float[] {cell, 1f})]++;
            assertThat(folds.of("other", new float[] {cell, 1f})).isEqualTo(folds.of("any", new float[] {cell, 1f}));
        }
        assertThat(load[0]).isBetween(70, 130);
        assertThat(load[1]).isBetween(70, 130);
    }
}
