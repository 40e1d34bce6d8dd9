package atlasprox.synth;

import java.io.Serializable;

/**
 * How many counts cells have, of how many genes; {@link GeneModel} says what they are drawn from.
 *
 * @param genes how many, 0 to 100,000; 0 for no counts
 * @param depth counts of a cell in the mean over cells and batches, before dropout, 1 to 1,000,000
 * @param depthDeviation standard deviation of the log of a batch's depth, 0 to 2
 * @param geneEffect standard deviation of the log of what a batch multiplies a gene's share by, 0 to 2
 * @param dropout how likely the counts of a cell and a gene are lost, in the mean over batches, 0 to 0.6
 */
public record GeneSettings(int genes, double depth, double depthDeviation, double geneEffect, double dropout)
        implements Serializable {
    /** Numbers that a task may hold of gene programs: 400 MB for each of two tables. */
    private static final long MOST_WEIGHTS = 50_000_000L;

    /** @throws IllegalArgumentException if a setting is out of its range; the message holds its name, its value and the range */
    public GeneSettings {
        SettingRange.within("genes", genes, 0, 100_000);
        SettingRange.within("depth", depth, 1, 1_000_000);
        SettingRange.within("depth-deviation", depthDeviation, 0, 2);
        SettingRange.within("gene-effect", geneEffect, 0, 2);
        SettingRange.within("dropout", dropout, 0, BatchGenes.MOST_DROPOUT);
    }

    /** @throws IllegalArgumentException if there are too many genes for so many coordinates */
    void check(int dimension) {
        SettingRange.within("genes (dimension " + dimension + ")", genes, 0, MOST_WEIGHTS / (dimension + 1));
    }

    /** Whether cells have counts at all. */
    public boolean areCounted() {
        return genes > 0;
    }

    /** Of how many genes a usual cell has some, at most. */
    long mostExpressed() {
        return (long) Math.min(genes, depth);
    }

    /** A name for each gene, of the same length for all, such as {@code gene_007}. */
    public String[] names() {
        String[] names = new String[genes];
        int digits = Integer.toString(genes - 1).length();
        for (int gene = 0; gene < genes; gene++) {
            names[gene] = "gene_" + CellNames.padded(gene, digits);
        }
        return names;
    }
}
