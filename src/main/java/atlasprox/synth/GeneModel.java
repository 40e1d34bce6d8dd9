package atlasprox.synth;

import atlasprox.synth.CounterRandom.Stream;
import org.apache.commons.math3.distribution.GammaDistribution;

/**
 * What counts are drawn from. A gene's count in a cell is negative binomial: bursts of a gene come at random (Poisson), and each leaves a number of counts
 * from a logarithmic distribution, which is the gamma-Poisson mixture of mean m and variance m (1 + b), b the gene's own (its mean burst
 * in the sense of Raj and van Oudenaarden 2008, Cell 135). Means are
 *
 * <p>depth of the cell &times; sum over programs of (usage by the cell &times; share of the gene in the program, as the batch shows it).
 *
 * <p>There is a program of genes for each true coordinate, and one that is common to all cells. A cell uses them by the softmax of its true
 * coordinates, times {@value #SLOPE}, and of 0 for the common one (the logistic-normal topic model of Blei and Lafferty 2007, Annals of Applied
 * Statistics 1), so that the truth follows from the usage. Genes differ in their level, which is gamma as in splatter (Zappia, Phipson and
 * Oshlack 2017, Genome Biology 18), and in log-normal factors of each program. A batch multiplies genes by log-normal factors, and has a
 * depth and a dropout of its own ({@link BatchGenes}).
 *
 * <p>Bursts are drawn one by one, each in constant time, so that a cell costs as much as it has counts, however many genes there are. Safe to
 * share between threads.
 */
final class GeneModel {
    /**
     * Per unit of a true coordinate: with the usual spread of 3, programs that are one deviation apart differ by a factor of 4.5. Of 0.3 to 1, with
     * {@link #LOADING} of 1 and 1.5, types were told best so by the components of 500 to 20,000 genes and 300 to 2,000 counts a cell.
     */
    static final double SLOPE = 0.5;

    /** Shape of the gamma distribution of levels: splatter's default. */
    private static final double LEVEL_SHAPE = 0.6;

    /** Standard deviation of the log of a program's factors: a half of its genes are raised or lowered by more than e. */
    private static final double LOADING = 1.5;

    /** The log of bursts: half of the genes have a variance of 1.5 times their mean, or more. */
    private static final double LOG_BURST = StrictMath.log(0.5);

    private static final double BURST_DEVIATION = 0.5;

    private final SynthSettings settings;
    private final BurstSize[] bursts;
    private final double[][] shares;

    GeneModel(SynthSettings settings) {
        this.settings = settings;
        bursts = new BurstSize[settings.genes().genes()];
        shares = new double[settings.dimension() + 1][bursts.length];
        for (int gene = 0; gene < bursts.length; gene++) {
            draw(gene);
        }
    }

    private void draw(int gene) {
        CounterRandom random = new CounterRandom(settings.seed(), Stream.GENE, gene);
        double level = new GammaDistribution(new LibraryRandom(random), LEVEL_SHAPE, 1).sample();
        bursts[gene] = new BurstSize(StrictMath.exp(LOG_BURST + BURST_DEVIATION * random.gaussian()));
        int common = settings.dimension();
        for (int program = 0; program < common; program++) {
            shares[program][gene] = level * StrictMath.exp(LOADING * random.gaussian());
        }
        shares[common][gene] = level;
    }

    /** The genes as a batch (0 to batches - 1) shows them. */
    BatchGenes ofBatch(int batch) {
        return new BatchGenes(settings, batch, shares, bursts);
    }
}
