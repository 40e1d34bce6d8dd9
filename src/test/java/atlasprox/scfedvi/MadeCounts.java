package atlasprox.scfedvi;

import atlasprox.math.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Made counts of known types and batches: Poisson about shares of genes that go by the type, times what a batch does to each gene. */
final class MadeCounts {
    private final int genes;
    private final double[][] typeShares;
    private final double[][] batchEffects;
    private final double depth;

    /**
     * @param genes how many
     * @param types how many
     * @param batches how many
     * @param effect deviation of the log of what a batch multiplies a gene by
     * @param depth counts of a cell
     */
    MadeCounts(int genes, int types, int batches, double effect, double depth) {
        Random random = new Random(7);
        this.genes = genes;
        this.depth = depth;
        this.typeShares = new double[types][genes];
        this.batchEffects = new double[batches][genes];
        for (int gene = 0; gene < genes; gene++) {
            double level = Math.exp(random.nextGaussian());
            for (double[] shares : typeShares) {
                shares[gene] = level * Math.exp(random.nextGaussian());
            }
            for (double[] effects : batchEffects) {
                effects[gene] = Math.exp(effect * random.nextGaussian());
            }
        }
    }

    int types() {
        return typeShares.length;
    }

    /** Cells of a batch, of all types in turn; the key tells batch and number. */
    List<CountShard.Cell> cells(int batch, int count) {
        List<CountShard.Cell> cells = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cells.add(cell(batch, i, i % typeShares.length));
        }
        return cells;
    }

    private CountShard.Cell cell(int batch, int number, int type) {
        long key = SplitMix64.mix(((long) batch << 32) | number);
        Random random = new Random(key);
        double[] mean = new double[genes];
        double sum = 0.0;
        for (int gene = 0; gene < genes; gene++) {
            mean[gene] = typeShares[type][gene] * batchEffects[batch][gene];
            sum += mean[gene];
        }
        int[] which = new int[genes];
        float[] counts = new float[genes];
        int size = 0;
        double ownDepth = depth * Math.exp(0.3 * random.nextGaussian());
        for (int gene = 0; gene < genes; gene++) {
            int count = poisson(ownDepth * mean[gene] / sum, random);
            if (count > 0) {
                which[size] = gene;
                counts[size++] = count;
            }
        }
        return new CountShard.Cell(key, batch, Arrays.copyOf(which, size), Arrays.copyOf(counts, size));
    }

    private static int poisson(double mean, Random random) {
        if (mean > 50.0) {
            return (int) Math.max(0L, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double left = Math.exp(-mean);
        int count = 0;
        for (double u = random.nextDouble(); u > left; u -= left, count++) {
            left *= mean / (count + 1);
            if (left < 1e-300) {
                return count;
            }
        }
        return count;
    }
}
