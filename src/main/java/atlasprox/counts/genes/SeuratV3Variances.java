package atlasprox.counts.genes;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Variances of standardised counts (Stuart et al., Cell 2019, as scanpy's flavor {@code seurat_v3} has them): counts are divided by the deviation
 * that genes of like mean have, which is a {@linkplain Loess curve} of log variance on log mean, and are cut at the square root of the
 * number of cells. Needs two passes over a batch's raw counts: for the curve, and of counts that are cut.
 *
 * @param mean the genes' means
 * @param deviation what is expected of genes of such means
 * @param cut beyond which a count is taken for that
 */
public record SeuratV3Variances(double[] mean, double[] deviation, double[] cut) implements Serializable {

    /**
     * @param sums of one batch's counts
     * @return what its counts are held against
     */
    public static SeuratV3Variances of(GeneSums sums) {
        int[] varying = IntStream.range(0, sums.genes())
                .filter(gene -> sums.variance(gene) > 0.0)
                .toArray();
        double[] deviation = new double[sums.genes()];
        Arrays.fill(deviation, 1.0);
        if (varying.length > 0) {
            double[] fitted = Loess.fitted(
                    IntStream.of(varying)
                            .mapToDouble(gene -> Math.log10(sums.mean(gene)))
                            .toArray(),
                    IntStream.of(varying)
                            .mapToDouble(gene -> Math.log10(sums.variance(gene)))
                            .toArray());
            for (int i = 0; i < varying.length; i++) {
                deviation[varying[i]] = Math.sqrt(Math.pow(10.0, fitted[i]));
            }
        }
        double[] mean = IntStream.range(0, sums.genes()).mapToDouble(sums::mean).toArray();
        double most = Math.sqrt(sums.cells());
        double[] cut = IntStream.range(0, mean.length)
                .mapToDouble(gene -> deviation[gene] * most + mean[gene])
                .toArray();
        return new SeuratV3Variances(mean, deviation, cut);
    }

    /**
     * @param sums of the same batch's counts, each at most its gene's {@link #cut}
     * @return the genes' variances, standardised
     */
    public GeneScores scores(GeneSums sums) {
        double n = sums.cells();
        double[] score = new double[mean.length];
        for (int gene = 0; gene < score.length; gene++) {
            double scatter = n * mean[gene] * mean[gene] + sums.square(gene) - 2.0 * sums.sum(gene) * mean[gene];
            score[gene] = scatter / (Math.max(1.0, n - 1.0) * deviation[gene] * deviation[gene]);
        }
        return GeneScores.of(score, gene -> true);
    }
}
