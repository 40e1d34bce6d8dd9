package atlasprox.aligned.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.aligned.settings.Parts;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StratumSharesTest {
    private static final double[][] APART = {{1, 0}, {0, 1}};
    private static final double[][] NEAR = {{1, 0.5}, {0.5, 1}};

    /** Batch 0: 3 cells of label 0 and 1 of label 1 at the first prototype; its unlabelled cells go by these, batch 1's thousand count as 0.01. */
    @Test
    void cellsWithoutLabelGoByThoseOfTheirOwnBatch() {
        Parts parts = new Parts(new int[] {0, 0, 0, 1}, new int[] {0, 1, Parts.UNLABELLED, 1}, new int[4], true);
        double[][] n = {{3, 0}, {1, 0}, {50, 50}, {1000, 1000}};
        StratumShares shares = new StratumShares(parts, n, APART);
        assertThat(shares.of(2, 0, 0)).isEqualTo((3 + 0.01 * 3 / 1004) / 4.01, within(1e-9));
        assertThat(shares.of(0, 0, 0)).isEqualTo(1.0);
        assertThat(shares.of(0, 0, 1)).isZero();
    }

    @Test
    void whereTheirBatchHasNoneNearbyTheyGoByOthers() {
        Parts parts = new Parts(new int[] {0, 0, 1, 1}, new int[] {0, Parts.UNLABELLED, 0, 1}, new int[4], true);
        double[][] n = {{3, 0}, {50, 50}, {0, 25}, {0, 75}};
        assertThat(new StratumShares(parts, n, APART).of(1, 1, 1)).isEqualTo(0.75, within(1e-9));
        assertThat(new StratumShares(parts, n, NEAR).of(1, 1, 1)).isLessThan(0.01);
    }

    /** Of any clients, the shares of a client's cells of a prototype add up to 1, over strata of its own value. */
    @Property(tries = 200)
    void sharesAddUpToOne(@ForAll long seed) {
        Random random = new Random(seed);
        int clients = 1 + random.nextInt(8);
        int[] batch = IntStream.range(0, clients).map(i -> random.nextInt(3)).toArray();
        int[] label =
                IntStream.range(0, clients).map(i -> random.nextInt(4) - 1).toArray();
        int[] value = IntStream.range(0, clients).map(i -> random.nextInt(2)).toArray();
        label[0] = 0;
        Parts parts = new Parts(batch, label, value, true);
        double[][] n = new double[clients][3];
        for (double[] row : n) {
            Arrays.setAll(row, k -> random.nextInt(3) * 10.0 * random.nextDouble());
        }
        double[][] near = {{1, random.nextDouble(), 0}, {random.nextDouble(), 1, 0}, {0, 0, 1}};
        StratumShares shares = new StratumShares(parts, n, near);
        for (int client = 0; client < clients; client++) {
            for (int k = 0; k < 3; k++) {
                double sum = 0.0;
                for (int stratum = 0; stratum < parts.strata(); stratum++) {
                    double share = shares.of(client, k, stratum);
                    assertThat(share).isBetween(0.0, 1.0);
                    assertThat(share == 0.0 || stratum % parts.values() == value[client])
                            .isTrue();
                    sum += share;
                }
                assertThat(sum).isEqualTo(1.0, within(1e-5));
            }
        }
    }
}
