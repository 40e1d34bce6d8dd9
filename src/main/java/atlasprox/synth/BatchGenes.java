package atlasprox.synth;

import atlasprox.synth.CounterRandom.Stream;

/** What a batch makes of the genes: their shares in each program, a depth and a dropout. */
final class BatchGenes {
    /** The most that may be asked for, so that no batch loses more than 0.9. */
    static final double MOST_DROPOUT = 0.6;

    private final double depth;
    private final double dropout;
    private final BurstSize[] sizes;
    private final AliasTable[] programs;
    private final double[] burstsPerCount;

    /**
     * @param shares for each program and gene, relative to the program's other genes
     * @param sizes for each gene
     */
    BatchGenes(SynthSettings settings, int batch, double[][] shares, BurstSize[] sizes) {
        CounterRandom random = new CounterRandom(settings.seed(), Stream.GENES_OF_BATCH, batch);
        GeneSettings genes = settings.genes();
        double deviation = genes.depthDeviation();
        depth = genes.depth() * logNormal(deviation, random);
        // From half to one and a half times the mean.
        dropout = genes.dropout() * (0.5 + random.uniform());
        double[] effects = new double[sizes.length];
        for (int gene = 0; gene < effects.length; gene++) {
            effects[gene] = logNormal(genes.geneEffect(), random);
        }
        this.sizes = sizes;
        programs = new AliasTable[shares.length];
        burstsPerCount = new double[shares.length];
        for (int program = 0; program < shares.length; program++) {
            fill(program, shares[program], effects);
        }
    }

    /** Of mean 1. */
    static double logNormal(double deviation, CounterRandom random) {
        return StrictMath.exp(deviation * random.gaussian() - deviation * deviation / 2);
    }

    /** A gene is drawn as often as it bursts, which is the less often the more counts a burst leaves. */
    private void fill(int program, double[] shares, double[] effects) {
        double[] bursts = new double[shares.length];
        double counts = 0;
        double all = 0;
        for (int gene = 0; gene < bursts.length; gene++) {
            double share = shares[gene] * effects[gene];
            bursts[gene] = share / sizes[gene].mean();
            counts += share;
            all += bursts[gene];
        }
        programs[program] = new AliasTable(bursts);
        burstsPerCount[program] = all / counts;
    }

    /** Counts of a cell in the mean, before dropout. */
    double depth() {
        return depth;
    }

    /** How likely the counts of a cell and a gene are lost. */
    double dropout() {
        return dropout;
    }

    /** How many programs there are. */
    int programs() {
        return programs.length;
    }

    /** Bursts of a program for each count that it makes, in the mean. */
    double burstsPerCount(int program) {
        return burstsPerCount[program];
    }

    /**
     * @param uniform in [0, 1)
     * @return the gene of a burst of the program
     */
    int gene(int program, double uniform) {
        return programs[program].draw(uniform);
    }

    /** The counts that a burst of the gene leaves. */
    BurstSize size(int gene) {
        return sizes[gene];
    }
}
