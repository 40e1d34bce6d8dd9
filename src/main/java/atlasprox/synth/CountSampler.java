package atlasprox.synth;

import java.util.Arrays;
import org.apache.commons.math3.distribution.PoissonDistribution;

/** Draws the counts of cells, as {@link GeneModel} says. The counts follow from batch, truth and random numbers alone. Not thread-safe. */
final class CountSampler {
    /** Standard deviation of the log of a cell's depth within its batch: splatter's default. */
    static final double CELL_DEPTH = 0.2;

    private final int[] counts;
    private int[] seen = new int[1024];
    private int genes;

    /** @param genes how many there are */
    CountSampler(int genes) {
        counts = new int[genes];
    }

    /**
     * @param batch the cell's batch
     * @param truth its true coordinates
     * @param random its random numbers
     */
    GeneCounts draw(BatchGenes batch, float[] truth, CounterRandom random) {
        double depth = batch.depth() * BatchGenes.logNormal(CELL_DEPTH, random);
        double[] usage = usage(truth);
        for (int program = 0; program < usage.length; program++) {
            int bursts = poisson(depth * usage[program] * batch.burstsPerCount(program), random);
            for (int burst = 0; burst < bursts; burst++) {
                int gene = batch.gene(program, random.uniform());
                add(gene, batch.size(gene).draw(random.uniform()));
            }
        }
        return taken(batch.dropout(), random);
    }

    /** The share of each program in the cell; the common one's is the last. */
    static double[] usage(float[] truth) {
        double[] usage = new double[truth.length + 1];
        double largest = 0;
        for (int i = 0; i < truth.length; i++) {
            usage[i] = GeneModel.SLOPE * truth[i];
            largest = Math.max(largest, usage[i]);
        }
        double sum = 0;
        for (int i = 0; i < usage.length; i++) {
            usage[i] = StrictMath.exp(usage[i] - largest);
            sum += usage[i];
        }
        for (int i = 0; i < usage.length; i++) {
            usage[i] /= sum;
        }
        return usage;
    }

    private static int poisson(double mean, CounterRandom random) {
        return mean == 0
                ? 0
                : new PoissonDistribution(
                                new LibraryRandom(random),
                                mean,
                                PoissonDistribution.DEFAULT_EPSILON,
                                PoissonDistribution.DEFAULT_MAX_ITERATIONS)
                        .sample();
    }

    private void add(int gene, int count) {
        if (counts[gene] == 0) {
            if (genes == seen.length) {
                seen = Arrays.copyOf(seen, 2 * genes);
            }
            seen[genes++] = gene;
        }
        counts[gene] += count;
    }

    /** What dropout leaves; empties the counts for the next cell. */
    private GeneCounts taken(double dropout, CounterRandom random) {
        Arrays.sort(seen, 0, genes);
        int[] kept = new int[genes];
        int[] values = new int[genes];
        int left = 0;
        for (int i = 0; i < genes; i++) {
            if (random.uniform() >= dropout) {
                kept[left] = seen[i];
                values[left++] = counts[seen[i]];
            }
            counts[seen[i]] = 0;
        }
        genes = 0;
        return new GeneCounts(Arrays.copyOf(kept, left), Arrays.copyOf(values, left));
    }
}
