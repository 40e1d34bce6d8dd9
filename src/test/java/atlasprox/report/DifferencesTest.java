package atlasprox.report;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.results.BatchEffect;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    @Test
    void oneThatStandsOutFromAllButNotFromItsLikeIsNoContradiction() {
        assertThat(Differences.words(List.of(effect("a", 3.0, 2.5, 0.0), effect("b", 1.2, 2.5, 0.0))))
                .contains(
                        "No batch effect beyond chance, so every cell is left where it was: 'a' stands out most, by 3.0 times chance,"
                                + " but not from the batches that are most like it.");
        assertThat(Differences.words(List.of(effect("a", 2.0, 2.5, 0.0), effect("b", 1.2, 2.5, 0.0))))
                .contains(
                        "No batch effect beyond chance, so every cell is left where it was: 'a' stands out most, by 2.0 times chance,"
                                + " where chance alone comes to 2.5 times.");
    }

    @Test
    void onlyThoseThatAreCorrectedAreNamed() {
        assertThat(Differences.words(List.of(effect("a", 9.0, 2.5, 0.0), effect("b", 5.0, 2.5, 1.0)))
                        .orElseThrow())
                .startsWith("1 of 2 batches differ from the others beyond chance: 'b' by 5.0 times chance;");
    }

    @Test
    void levelsOfSeveralColumnsAreNamedWithTheirColumn() {
        assertThat(Differences.words(List.of(
                                effect("a", 1e9, 1.0, 1.0),
                                new BatchEffect("assay", "a", 4.0, 2.5, 1, 1.0),
                                new BatchEffect("assay", "b", 1.0, 2.5, 0, 0.0)))
                        .orElseThrow())
                .startsWith(
                        "2 of 3 levels of the batch columns differ from the others beyond chance: batch 'a' by more than any chance,"
                                + " assay 'a' by 4.0 times chance");
    }

    private static BatchEffect effect(String level, double timesChance, double limit, double corrected) {
        return new BatchEffect("batch", level, timesChance, limit, 0, corrected);
    }
}
