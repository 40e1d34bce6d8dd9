package atlasprox.scfedvi.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.scfedvi.loss.Likelihood;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Where weights begin. */
class NetworkBlocksTest {
    private static final int UNITS = 20_000;
    private static final NetworkShape WIDE =
            new NetworkShape(2, UNITS, 1, 0.1, Likelihood.NB, NetworkShape.Normalisation.LAYER);

    @Property(tries = 20)
    void aBatchsVectorIsStandardNormal(@ForAll long seed, @ForAll @IntRange(min = 0, max = 10_000) int batch) {
        float[] vector = NetworkBlocks.beginVector(WIDE, batch, seed);
        double mean = mean(vector, vector, 0);
        assertThat(mean).isCloseTo(0.0, within(6.0 / Math.sqrt(UNITS)));
        assertThat(mean(vector, vector, 1)).isCloseTo(1.0, within(6.0 * Math.sqrt(2.0 / UNITS)));
    }

    /** Neither the next batch's, nor the next seed's, nor the dispersions, which begin standard normal too. */
    @Property(tries = 20)
    void aBatchsVectorIsNobodyElses(@ForAll long seed, @ForAll @IntRange(min = 0, max = 10_000) int batch) {
        float[] vector = NetworkBlocks.beginVector(WIDE, batch, seed);
        assertThat(NetworkBlocks.beginVector(WIDE, batch, seed)).isEqualTo(vector);
        NetworkShape narrow = new NetworkShape(2, 3, 1, 0.1, Likelihood.NB, NetworkShape.Normalisation.LAYER);
        float[][] others = {
            NetworkBlocks.beginVector(WIDE, batch + 1, seed),
            NetworkBlocks.beginVector(WIDE, batch, seed + 1),
            NetworkBlocks.begin(narrow, UNITS, seed).row(NetworkBlocks.DISPERSION)
        };
        for (float[] other : others) {
            assertThat(mean(vector, other, 1)).isCloseTo(0.0, within(6.0 / Math.sqrt(UNITS)));
        }
    }

    /** Of numbers, times others so many times. */
    private static double mean(float[] numbers, float[] others, int times) {
        return IntStream.range(0, numbers.length)
                .mapToDouble(i -> numbers[i] * Math.pow(others[i], times))
                .average()
                .orElseThrow();
    }
}
