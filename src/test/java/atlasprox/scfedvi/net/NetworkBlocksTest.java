package atlasprox.scfedvi.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.scfedvi.loss.Likelihood;
import java.util.List;
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
    void aBatchsVectorIsUniformWithinTheInverseRootOfTheInputs(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 500) int batches) {
        double reach = 1.0 / Math.sqrt(WIDE.latent() + batches);
        float[] vector = NetworkBlocks.beginVector(WIDE, batches, batches - 1, seed);
        assertThat(mean(vector, 1)).isCloseTo(0.0, within(6.0 * reach / Math.sqrt(UNITS)));
        assertThat(mean(vector, 2)).isCloseTo(reach * reach / 3.0, within(6.0 * reach * reach / Math.sqrt(UNITS)));
        assertThat(IntStream.range(0, UNITS)
                        .mapToDouble(i -> Math.abs(vector[i]))
                        .max()
                        .orElseThrow())
                .isBetween(0.99 * reach, reach);
    }

    /** Neither the next batch's nor the next seed's. */
    @Property(tries = 20)
    void aBatchsVectorIsNobodyElses(@ForAll long seed, @ForAll @IntRange(min = 0, max = 400) int batch) {
        float[] vector = NetworkBlocks.beginVector(WIDE, 500, batch, seed);
        assertThat(NetworkBlocks.beginVector(WIDE, 500, batch, seed)).isEqualTo(vector);
        for (float[] other : List.of(
                NetworkBlocks.beginVector(WIDE, 500, batch + 1, seed),
                NetworkBlocks.beginVector(WIDE, 500, batch, seed + 1))) {
            double product = IntStream.range(0, UNITS)
                    .mapToDouble(i -> vector[i] * other[i])
                    .average()
                    .orElseThrow();
            assertThat(product * (WIDE.latent() + 500)).isCloseTo(0.0, within(6.0 / 3.0 / Math.sqrt(UNITS)));
        }
    }

    private static double mean(float[] numbers, int power) {
        return IntStream.range(0, numbers.length)
                .mapToDouble(i -> Math.pow(numbers[i], power))
                .average()
                .orElseThrow();
    }
}
