package atlasprox.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.sample.CellKeys;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FitSharesTest {
    private static final long SEED = 3;

    @Test
    void smallBatchesStayWholeAndOthersShareWhatIsLeft() {
        assertThat(FitShares.quota(new long[] {1000, 10, 500, 40}, 250)).isEqualTo(100.0);
        assertThat(FitShares.quota(new long[] {100, 100}, 50)).isEqualTo(25.0);
        assertThat(FitShares.quota(new long[] {7, 9}, 100)).isEqualTo(9.0);
    }

    @Property
    void theQuotaFillsUpToTheNumberWanted(
            @ForAll @Size(min = 1, max = 30) List<@LongRange(min = 1, max = 1_000_000) Long> sizes,
            @ForAll @LongRange(min = 1, max = 40_000_000) long most) {
        double quota = FitShares.quota(array(sizes), most);
        double visited =
                sizes.stream().mapToDouble(size -> Math.min(size, quota)).sum();
        long all = sizes.stream().mapToLong(Long::longValue).sum();
        assertThat(visited).isEqualTo(Math.min(most, all), within(1e-9 * all));
    }

    @Property
    void theQuotaGrowsWithTheNumberWanted(
            @ForAll @Size(min = 1, max = 30) List<@LongRange(min = 1, max = 1000) Long> sizes,
            @ForAll @LongRange(min = 1, max = 30_000) long most) {
        assertThat(FitShares.quota(array(sizes), most + 1)).isGreaterThanOrEqualTo(FitShares.quota(array(sizes), most));
    }

    @Property
    void everyBatchHasACellAndSmallOnesHaveAll(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 60) Integer> sizes,
            @ForAll @LongRange(min = 1, max = 400) long most) {
        Census census = census(sizes);
        double quota = FitShares.quota(sizes.stream().mapToLong(size -> size).toArray(), most);
        double[] shares = FitShares.of(census, most);
        for (int b = 0; b < sizes.size(); b++) {
            int drawn = taken(b, sizes.get(b), shares[b]);
            assertThat(drawn).isPositive();
            if (sizes.get(b) <= quota) {
                assertThat(drawn).isEqualTo(sizes.get(b));
            }
        }
    }

    @Test
    void aBatchWithoutACellBelowItsShareKeepsTheOneOfTheSmallestNumber() {
        double[] shares = FitShares.of(census(List.of(50, 50, 50)), 1);
        double share = 1.0 / 150;
        assertThat(taken(1, 50, share)).isZero();
        for (int b = 0; b < shares.length; b++) {
            assertThat(taken(b, 50, shares[b])).isEqualTo(Math.max(1, taken(b, 50, share)));
        }
    }

    @Test
    void aboutAsManyAsWantedAreTaken() {
        List<Integer> sizes = List.of(40_000, 100, 20_000);
        double[] shares = FitShares.of(census(sizes), 10_100);
        assertThat(taken(0, 40_000, shares[0])).isBetween(4_800, 5_200);
        assertThat(taken(1, 100, shares[1])).isEqualTo(100);
        assertThat(taken(2, 20_000, shares[2])).isBetween(4_800, 5_200);
    }

    @Test
    void zeroAndAllCellsAreAllCells() {
        Census census = census(List.of(30, 5, 17));
        assertThat(FitShares.of(census, 0)).containsExactly(1.0, 1.0, 1.0);
        assertThat(FitShares.of(census, 52)).containsExactly(1.0, 1.0, 1.0);
        assertThat(FitShares.of(census, 51)[0]).isLessThan(1.0);
    }

    private static long[] array(List<Long> sizes) {
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    private static Census census(List<Integer> sizes) {
        Census census = new Census(2);
        for (int b = 0; b < sizes.size(); b++) {
            for (int i = 0; i < sizes.get(b); i++) {
                float[] cell = cell(b, i);
                census.addCell("b" + b, cell, CellKeys.fingerprint(cell), CellKeys.uniform(key(b, i)), true);
            }
        }
        return census;
    }

    private static int taken(int batch, int size, double share) {
        return (int) IntStream.range(0, size)
                .filter(i -> CellKeys.isInShare(key(batch, i), share))
                .count();
    }

    private static long key(int batch, int i) {
        return CellKeys.key(SEED, CellKeys.content(cell(batch, i)));
    }

    private static float[] cell(int batch, int i) {
        return new float[] {batch, i};
    }
}
