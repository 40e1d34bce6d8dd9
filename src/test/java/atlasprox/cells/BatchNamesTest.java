package atlasprox.cells;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchNamesTest {
    private static final List<String> COLUMN = List.of("donor");

    @ParameterizedTest
    @ValueSource(strings = {"nan", "NaN", "NA", "<NA>", "N/A", "#N/A", "None", "null", "NULL", "NaT", "", " ", "nan "})
    void warnOfWhatIsWrittenForAMissingValue(String name) {
        assertThat(BatchNames.warnings(Map.of(name, 4L, "b1", 90L), COLUMN))
                .singleElement()
                .asString()
                .startsWith("Column 'donor' names batches by what others write for a missing value: '" + name
                        + "' (4 cells);");
    }

    @Test
    void tellAlikeNamesApart() {
        Map<String, Long> cells =
                new TreeMap<>(Map.of("b1", 90L, "b1 ", 2L, "B1", 1L, "b1\u00A0", 3L, "b2", 9L, "", 1L, "nan", 4L));
        assertThat(BatchNames.warnings(cells, COLUMN))
                .containsExactly(
                        "Column 'donor' names batches by what others write for a missing value: '' (1 cell), 'nan' (4 cells); "
                                + "they are batches like any other. Leave the value out (null) where a cell has no batch.",
                        "Column 'donor' has batches whose names differ in blanks, case or the form of letters only: "
                                + "'B1' (1 cell) and 'b1' (90 cells) and 'b1 ' (2 cells) and 'b1\\u00a0' (3 cells). "
                                + "They are different batches; give them one name if they are one.");
    }

    @Test
    void lookAtEachOfSeveralColumns() {
        Map<String, Long> cells = Map.of("D1|10x", 5L, "d1|nan", 6L, "D2|10x", 7L);
        assertThat(BatchNames.warnings(cells, List.of("donor", "assay")))
                .hasSize(2)
                .anySatisfy(
                        text -> assertThat(text).contains("Column 'donor' has", "'D1' (5 cells) and 'd1' (6 cells)"))
                .anySatisfy(text -> assertThat(text).contains("Column 'assay' names", "'nan' (6 cells)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nancy", "NAM", "nonesuch", "0", "unknown", "b 1"})
    void leaveOthersAlone(String name) {
        assertThat(BatchNames.warnings(Map.of(name, 4L, "b1", 90L, "b2", 9L), COLUMN))
                .isEmpty();
    }

    @Test
    void areNotAllListed() {
        Map<String, Long> cells = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            cells.put("batch " + i, 1L);
            cells.put("Batch  " + i, 1L);
        }
        assertThat(BatchNames.warnings(cells, COLUMN))
                .singleElement()
                .asString()
                .hasSizeLessThan(600)
                .contains("and 19995 more such groups");
    }

    @Property(tries = 300)
    void anyDisguiseOfANameIsSeen(@ForAll("names") String name, @ForAll("disguises") String disguise) {
        String other =
                switch (disguise) {
                    case "case" -> name.toUpperCase(java.util.Locale.ROOT);
                    case "form" -> java.text.Normalizer.normalize(name, java.text.Normalizer.Form.NFD);
                    default -> disguise.replace("_", name);
                };
        List<String> warnings =
                BatchNames.warnings(name.equals(other) ? Map.of(name, 3L) : Map.of(name, 3L, other, 2L), COLUMN);
        assertThat(warnings).hasSize(name.equals(other) ? 0 : 1);
        if (!warnings.isEmpty()) {
            List<String> shown = warnings.get(0).lines().toList();
            assertThat(shown).hasSize(1);
            assertThat(shown.get(0)).contains("(3 cells)", "(2 cells)");
        }
    }

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> letters =
                Arbitraries.strings().withChars("abzéö細7_-").ofMinLength(1).ofMaxLength(8);
        return Combinators.combine(letters, letters).as((one, other) -> "q" + one + " " + other);
    }

    @Provide
    Arbitrary<String> disguises() {
        return Arbitraries.of("case", "form", "_ ", " _", "\t_", "_\u00A0", "\u200B_", "_\uFEFF", "_\r");
    }
}
