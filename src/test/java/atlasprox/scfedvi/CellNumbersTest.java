package atlasprox.scfedvi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CellNumbersTest {
    private static CellNumbers numbers(long... held) {
        long[] training = LongStream.range(0, held.length).map(i -> 80 + i).toArray();
        boolean[] apart = new boolean[held.length];
        Arrays.fill(apart, true);
        return new CellNumbers(training, held, training.clone(), apart);
    }

    private static List<Long> apart(CellNumbers numbers) {
        return IntStream.range(0, numbers.held().length)
                .mapToObj(numbers::heldApart)
                .toList();
    }

    /** Of twelve and nine cells twelve alone would leave nine, and of three clients the smaller of the two that could is left out too. */
    @Test
    void fewCellsHeldOutAreToldOfTogetherAlone() {
        assertThat(apart(numbers(12, 9).told(10))).containsExactly(0L, 0L);
        assertThat(numbers(12, 9).told(10).allHeld()).isEqualTo(21);
        assertThat(apart(numbers(12, 9, 14).told(10))).containsExactly(0L, 0L, 14L);
        assertThat(apart(numbers(12, 5, 5).told(10))).containsExactly(12L, 0L, 0L);
        assertThat(apart(numbers(12, 0, 14).told(10))).containsExactly(12L, 0L, 14L);
        assertThat(numbers(12, 9).told(10).training()).containsExactly(80, 81);
    }

    @Test
    void whereAllTogetherAreFewNoneIsHeldOutForAllThatIsTold() {
        assertThat(numbers(4, 5).told(10).held()).containsExactly(0, 0);
        assertThat(numbers(4, 5).told(9).allHeld()).isEqualTo(9);
    }

    /** Neither a loss that is told apart, nor what the loss of all leaves of those, is of too few cells. */
    @Property
    void nothingToldIsOfTooFew(
            @ForAll @Size(min = 1, max = 8) List<@LongRange(min = 0, max = 40) Long> held,
            @ForAll @IntRange(min = 1, max = 30) int least) {
        CellNumbers numbers = numbers(held.stream().mapToLong(Long::longValue).toArray());
        CellNumbers told = numbers.told(least);
        long rest =
                told.allHeld() - apart(told).stream().mapToLong(Long::longValue).sum();
        assertThat(apart(told)).allMatch(cells -> cells == 0L || cells >= least);
        assertThat(rest).matches(cells -> cells == 0L || cells >= least);
        assertThat(told.allHeld()).isEqualTo(numbers.allHeld() >= least ? numbers.allHeld() : 0L);
    }

    /** A coordinator that says so would be told the loss of nine cells. */
    @Test
    void otherNumbersOfAClientAreFound() {
        CellNumbers told = numbers(14, 9, 12).told(10);
        CellNumbers asked = numbers(14, 9, 12);
        assertThat(told.isAs(asked, 0, 0)).isTrue();
        assertThat(told.isAs(asked, 1, 1)).isFalse();
        assertThat(told.isAs(with(told, new long[] {1, 81, 82}, told.held(), told.ofBatches()), 0, 0))
                .isFalse();
        assertThat(told.isAs(with(told, told.training(), new long[] {1, 9, 12}, told.ofBatches()), 0, 0))
                .isFalse();
        assertThat(told.isAs(with(told, told.training(), told.held(), new long[] {1, 81, 82}), 1, 0))
                .isFalse();
        assertThat(told.isAs(with(told, told.training(), told.held(), new long[] {1, 81, 82}), 1, 1))
                .isTrue();
        assertThat(told.isAs(CellNumbers.none(1, 1), 1, 1)).isFalse();
    }

    private static CellNumbers with(CellNumbers told, long[] training, long[] held, long[] ofBatches) {
        return new CellNumbers(training, held, ofBatches, told.apart());
    }
}
