package atlasprox.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CellKeysTest {

    @Property
    void equalCellsHaveEqualKeys(@ForAll @Size(4) float[] cell, @ForAll long seed) {
        long key = CellKeys.key(seed, CellKeys.content(cell));
        assertThat(CellKeys.key(seed, CellKeys.content(cell.clone()))).isEqualTo(key);
    }

    @Test
    void aShareOfThatSizeIsTakenAndAnotherSeedTakesOthers() {
        int taken = 0;
        int both = 0;
        for (int i = 0; i < 100_000; i++) {
            long content = CellKeys.content(new float[] {i, -i});
            boolean first = CellKeys.isInShare(CellKeys.key(1, content), 0.3);
            boolean second = CellKeys.isInShare(CellKeys.key(2, content), 0.3);
            taken += first ? 1 : 0;
            both += first && second ? 1 : 0;
        }
        assertThat(taken / 1e5).isEqualTo(0.3, within(0.01));
        assertThat(both / 1e5).isEqualTo(0.09, within(0.01));
    }

    @Test
    void aShareOfOneIsEveryCell() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(CellKeys.isInShare(CellKeys.key(i, i), 1.0)).isTrue();
        }
    }

    @Test
    void namesThatDifferInOneLetterHaveSeedsOfTheirOwn() {
        assertThat(CellKeys.seed(0, "batch 1")).isNotEqualTo(CellKeys.seed(0, "batch 2"));
        assertThat(CellKeys.seed(0, "a")).isEqualTo(CellKeys.seed(0, "a"));
        assertThat(CellKeys.seed(1, "a")).isNotEqualTo(CellKeys.seed(0, "a"));
    }

    @Property
    void aFingerprintChangesWithEveryBit(
            @ForAll @Size(min = 1, max = 11) float[] cell, @ForAll @IntRange(max = 351) int bit) {
        int j = bit / 32 % cell.length;
        float[] other = cell.clone();
        other[j] = Float.intBitsToFloat(Float.floatToRawIntBits(cell[j]) ^ (1 << bit % 32));
        assertThat(CellKeys.fingerprint(cell.clone())).isEqualTo(CellKeys.fingerprint(cell));
        if (Float.floatToRawIntBits(other[j]) != Float.floatToRawIntBits(cell[j])) {
            assertThat(CellKeys.fingerprint(other)).isNotEqualTo(CellKeys.fingerprint(cell));
        }
    }

    @Test
    void cellsOfSmallNumbersHaveFingerfingerprintsOfTheirOwn() {
        Set<Long> fingerprints = new HashSet<>();
        for (int i = 0; i < 1 << 18; i++) {
            float[] cell = new float[6];
            for (int j = 0; j < 6; j++) {
                cell[j] = i >> 3 * j & 7;
            }
            fingerprints.add(CellKeys.fingerprint(cell));
        }
        assertThat(fingerprints).hasSize(1 << 18);
    }
}
