package atlasprox.scfedvi.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.scfedvi.loss.Likelihood;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole network's gradient, in float, beside differences of the loss as it is written down, in double. */
class NetworkGradientTest {
    private static final int GENES = 9;
    private static final int CELLS = 7;
    private static final double WEIGHT = 0.6;
    private static final double STEP = 1e-6;

    static Stream<Arguments> networks() {
        return Arrays.stream(Likelihood.values())
                .flatMap(likelihood -> Arrays.stream(NetworkShape.Normalisation.values())
                        .flatMap(normalisation -> Stream.of(true, false).flatMap(vectors -> Stream.of(1, 2)
                                .map(layers -> Arguments.of(likelihood, normalisation, vectors, layers)))));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyBlocksGradientIsThatOfDifferences(
            Likelihood likelihood, NetworkShape.Normalisation normalisation, boolean hasVectors, int layers) {
        NetworkShape shape = new NetworkShape(3, 6, layers, 0.2, likelihood, normalisation);
        Weights weights = NetworkBlocks.begin(shape, GENES, 5L);
        Weights gradient = weights.zeros();
        List<Weights> vectors = hasVectors
                ? IntStream.range(0, 2)
                        .mapToObj(batch -> NetworkBlocks.vector(drawn(shape.vectorLength(), batch)))
                        .toList()
                : List.of();
        List<Weights> vectorGradients = vectors.stream().map(Weights::zeros).toList();
        double[][] counts = counts();
        Draws draws = new Draws(3L, 1, 1);
        Minibatch minibatch = new Minibatch();
        IntStream.range(0, CELLS).forEach(cell -> add(minibatch, draws, cell, counts[cell]));
        Network.Losses losses =
                new Network(shape, weights, gradient, vectors, vectorGradients, true).train(minibatch, WEIGHT);

        List<double[][]> blocks =
                weights.blocks().stream().map(block -> wide(block.rows())).toList();
        double[][] wideVectors = vectors.stream()
                .map(vector -> wide(vector.blocks().get(0).rows())[0])
                .toArray(double[][]::new);
        PlainNetwork plain = new PlainNetwork(
                shape,
                weights.blocks().stream().map(Block::name).toList(),
                blocks,
                wideVectors,
                counts,
                IntStream.range(0, CELLS).map(cell -> cell % 2).toArray(),
                IntStream.range(0, CELLS).mapToLong(draws::cell).toArray());
        double loss = plain.loss(WEIGHT);
        assertThat((losses.counts() + WEIGHT * losses.divergence()) / CELLS).isCloseTo(loss, within(1e-5 * loss));
        double scale = 0;
        for (Block block : gradient.blocks()) {
            scale = Math.max(scale, norm(wide(block.rows())));
        }
        for (int b = 0; b < blocks.size(); b++) {
            Block block = gradient.blocks().get(b);
            if (block.learned()) {
                check(plain, blocks.get(b), block, scale);
            }
        }
        for (int batch = 0; batch < vectors.size(); batch++) {
            check(
                    plain,
                    new double[][] {wideVectors[batch]},
                    vectorGradients.get(batch).blocks().get(0),
                    scale);
        }
    }

    private static void check(PlainNetwork plain, double[][] values, Block gradient, double scale) {
        double[][] expected = new double[values.length][values[0].length];
        double[][] off = new double[values.length][values[0].length];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values[i].length; j++) {
                double value = values[i][j];
                values[i][j] = value + STEP;
                double above = plain.loss(WEIGHT);
                values[i][j] = value - STEP;
                double below = plain.loss(WEIGHT);
                values[i][j] = value;
                expected[i][j] = (above - below) / (2 * STEP);
                off[i][j] = gradient.rows()[i][j] - expected[i][j];
            }
        }
        // A bias before batch normalisation has a gradient of 0, of which only rounding is left.
        assertThat(norm(off)).as(gradient.name()).isLessThan(1e-5 * Math.max(norm(expected), 1e-2 * scale));
    }

    private static double norm(double[][] rows) {
        return Math.sqrt(Arrays.stream(rows)
                .flatMapToDouble(Arrays::stream)
                .map(x -> x * x)
                .sum());
    }

    private static double[][] wide(float[][] rows) {
        return Arrays.stream(rows)
                .map(row ->
                        IntStream.range(0, row.length).mapToDouble(j -> row[j]).toArray())
                .toArray(double[][]::new);
    }

    private static float[] drawn(int length, int seed) {
        Random random = new Random(seed);
        float[] numbers = new float[length];
        for (int j = 0; j < length; j++) {
            numbers[j] = (float) random.nextGaussian();
        }
        return numbers;
    }

    /** Many 0, some 1, few large; one cell of large counts among small ones. */
    private static double[][] counts() {
        Random random = new Random(2);
        double[][] counts = new double[CELLS][GENES];
        for (int cell = 0; cell < CELLS; cell++) {
            counts[cell][cell] = 3;
            for (int gene = 0; gene < GENES; gene++) {
                if (random.nextDouble() < 0.4) {
                    counts[cell][gene] = 1 + random.nextInt(cell == 3 ? 300 : 12);
                }
            }
        }
        return counts;
    }

    private static void add(Minibatch minibatch, Draws draws, int cell, double[] counts) {
        int[] genes = IntStream.range(0, GENES).filter(gene -> counts[gene] > 0).toArray();
        float[] has = new float[genes.length];
        for (int i = 0; i < has.length; i++) {
            has[i] = (float) counts[genes[i]];
        }
        minibatch.add(draws, cell, cell % 2, genes, has, 0, genes.length);
    }
}
