package atlasprox.scfedvi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellNumbersTest {
    private static final CellNumbers NUMBERS =
            new CellNumbers(new long[] {90, 80}, new long[] {12, 9}, new long[] {90, 80});

    @Test
    void fewCellsHeldOutAreNotTold() {
        assertThat(NUMBERS.told(10).held()).containsExactly(12, 0);
        assertThat(NUMBERS.told(10).training()).containsExactly(90, 80);
    }

    /** A coordinator that says so would be told the loss of nine cells. */
    @Test
    void otherNumbersOfAClientAreFound() {
        CellNumbers told = NUMBERS.told(10);
        assertThat(told.isAs(NUMBERS, 0)).isTrue();
        assertThat(told.isAs(NUMBERS, 1)).isFalse();
        assertThat(told.isAs(new CellNumbers(new long[] {1, 80}, told.held(), told.ofBatches()), 0))
                .isFalse();
        assertThat(told.isAs(new CellNumbers(told.training(), told.held(), new long[] {1, 80}), 0))
                .isFalse();
        assertThat(told.isAs(CellNumbers.none(1, 1), 1)).isFalse();
    }
}
