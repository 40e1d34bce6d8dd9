package atlasprox.scfedvi.net;

import atlasprox.math.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The names and shapes of a network's weights, and where they begin: as PyTorch begins them, which scvi-tools takes. */
public final class NetworkBlocks {
    /** The logarithm of each gene's inverse dispersion. */
    public static final String DISPERSION = "decoder.dispersion";

    /** What a batch adds to the decoder's hidden units, layer after layer; a block of its own for each batch. */
    public static final String VECTOR = "decoder.batch";

    static final String MEAN = "encoder.mean";
    static final String VARIANCE = "encoder.variance";
    static final String SCALE = "decoder.scale";
    static final String ZEROS = "decoder.zeros";

    private final NetworkShape shape;
    private final long seed;
    private final List<Block> blocks = new ArrayList<>();

    private NetworkBlocks(NetworkShape shape, long seed) {
        this.shape = shape;
        this.seed = seed;
    }

    static String encoderLayer(int layer) {
        return "encoder." + (layer + 1);
    }

    static String decoderLayer(int layer) {
        return "decoder." + (layer + 1);
    }

    /**
     * @param shape of the network
     * @param genes the number of genes
     * @param seed the run's
     * @return its weights before the first round: of a layer uniform within the inverse root of the number of its inputs, log dispersions
     *     standard normal, all drawn by the seed
     */
    public static Weights begin(NetworkShape shape, int genes, long seed) {
        NetworkBlocks start = new NetworkBlocks(shape, SplitMix64.mix(seed + SplitMix64.GOLDEN));
        start.hiddenLayers(genes, shape.layers(), true);
        start.linear(MEAN, shape.hidden(), shape.latent());
        start.linear(VARIANCE, shape.hidden(), shape.latent());
        start.hiddenLayers(shape.latent(), shape.layers(), false);
        start.linear(SCALE, shape.hidden(), genes);
        if (shape.likelihood().inflatesZeros()) {
            start.linear(ZEROS, shape.hidden(), genes);
        }
        start.dispersion(genes);
        return new Weights(start.blocks);
    }

    /**
     * Apart from the beginning: where all vectors begin at 0, the latent coordinates learn to tell batches apart before these do.
     *
     * @param shape of the network
     * @param batches the number of batches
     * @param batch the batch's number, from 0
     * @param seed the run's
     * @return its vector before the first round: uniform, as scvi-tools begins the weights of batches, which are inputs beside the coordinates
     */
    public static float[] beginVector(NetworkShape shape, int batches, int batch, long seed) {
        SplitMix64 random = new SplitMix64(SplitMix64.mix(SplitMix64.mix(seed + 2 * SplitMix64.GOLDEN) + batch));
        float[] vector = new float[shape.vectorLength()];
        fill(vector, 1.0 / Math.sqrt(shape.latent() + batches), random);
        return vector;
    }

    /**
     * @param vector a batch's, see {@link NetworkShape#vectorLength}
     * @return it as weights
     */
    public static Weights vector(float[] vector) {
        return new Weights(List.of(new Block(VECTOR, true, new float[][] {vector})));
    }

    private void hiddenLayers(int inputs, int layers, boolean encoder) {
        for (int layer = 0; layer < layers; layer++) {
            String name = encoder ? encoderLayer(layer) : decoderLayer(layer);
            linear(name, layer == 0 ? inputs : shape.hidden(), shape.hidden());
            if (shape.normalisation() == NetworkShape.Normalisation.BATCH) {
                normaliser(name);
            }
        }
    }

    private void normaliser(String layer) {
        blocks.add(filled(layer + BatchNormaliser.SCALE, true, 1f));
        blocks.add(filled(layer + BatchNormaliser.OFFSET, true, 0f));
        blocks.add(filled(layer + BatchNormaliser.MEAN, false, 0f));
        blocks.add(filled(layer + BatchNormaliser.VARIANCE, false, 1f));
    }

    private Block filled(String name, boolean learned, float value) {
        float[] row = new float[shape.hidden()];
        Arrays.fill(row, value);
        return new Block(name, learned, new float[][] {row});
    }

    private void linear(String name, int inputs, int outputs) {
        double reach = 1.0 / Math.sqrt(inputs);
        blocks.add(uniform(name + Linear.WEIGHT, inputs, outputs, reach));
        blocks.add(uniform(name + Linear.BIAS, 1, outputs, reach));
    }

    private Block uniform(String name, int rows, int columns, double reach) {
        Block block = new Block(name, rows, columns);
        SplitMix64 random = new SplitMix64(ownSeed());
        for (float[] row : block.rows()) {
            fill(row, reach, random);
        }
        return block;
    }

    private static void fill(float[] row, double reach, SplitMix64 random) {
        for (int j = 0; j < row.length; j++) {
            row[j] = (float) (reach * (2.0 * random.uniform() - 1.0));
        }
    }

    private void dispersion(int genes) {
        Block block = new Block(DISPERSION, 1, genes);
        long cell = ownSeed();
        for (int gene = 0; gene < genes; gene++) {
            block.rows()[0][gene] = (float) Draws.noise(cell, gene);
        }
        blocks.add(block);
    }

    /** Of the next block, by its number. */
    private long ownSeed() {
        return SplitMix64.mix(seed ^ blocks.size());
    }
}
