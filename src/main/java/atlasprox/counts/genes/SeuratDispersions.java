package atlasprox.counts.genes;

import java.util.Arrays;

/**
 * Normalised dispersions (Satija et al., Nature Biotechnology 2015, as scanpy's flavor {@code seurat} has them): log(variance / mean) of
 * normalised counts, less its mean over the genes of like mean, in deviations of these; likes are those in the same of {@value #BINS} bins of
 * log(1 + mean) of equal width. A gene alone in its bin has 1.
 */
public final class SeuratDispersions {
    private static final int BINS = 20;

    /** What stands for the mean of a gene that no cell has. */
    private static final double NO_MEAN = 1e-12;

    /** The first bin begins by this share of all below the least mean, so that it holds that. */
    private static final double OPEN = 0.001;

    private final boolean[] taken;
    private final double[] place;
    private final double[] dispersion;

    private SeuratDispersions(GeneSums sums, boolean expressedAlone) {
        int genes = sums.genes();
        this.taken = new boolean[genes];
        this.place = new double[genes];
        this.dispersion = new double[genes];
        for (int gene = 0; gene < genes; gene++) {
            taken[gene] = !expressedAlone || sums.expressing(gene) > 0;
            double mean = sums.mean(gene) == 0.0 ? NO_MEAN : sums.mean(gene);
            double ratio = sums.variance(gene) / mean;
            place[gene] = Math.log1p(mean);
            dispersion[gene] = ratio == 0.0 ? Double.NaN : Math.log(ratio);
        }
    }

    /**
     * @param sums of one batch's normalised counts, without the logarithm
     * @param expressedAlone whether genes that no cell of the batch has are left out, with a score of 0: where there are several batches
     * @return the genes' normalised dispersions
     */
    public static GeneScores of(GeneSums sums, boolean expressedAlone) {
        SeuratDispersions found = new SeuratDispersions(sums, expressedAlone);
        return GeneScores.of(found.normalised(), gene -> found.taken[gene]);
    }

    private double[] normalised() {
        int[] bin = bins();
        double[] mean = new double[BINS];
        double[] scatter = new double[BINS];
        int[] count = new int[BINS];
        for (int gene = 0; gene < bin.length; gene++) {
            if (bin[gene] >= 0) {
                count[bin[gene]]++;
                double apart = dispersion[gene] - mean[bin[gene]];
                mean[bin[gene]] += apart / count[bin[gene]];
                scatter[bin[gene]] += apart * (dispersion[gene] - mean[bin[gene]]);
            }
        }
        double[] normalised = new double[bin.length];
        for (int gene = 0; gene < bin.length; gene++) {
            if (bin[gene] >= 0) {
                int here = bin[gene];
                normalised[gene] = count[here] == 1
                        ? 1.0
                        : (dispersion[gene] - mean[here]) / Math.sqrt(scatter[here] / (count[here] - 1));
            } else {
                normalised[gene] = taken[gene] ? Double.NaN : 0.0;
            }
        }
        return normalised;
    }

    /** Below 0 for genes without a dispersion. Each bin holds its upper end, as those of pandas do. */
    private int[] bins() {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int gene = 0; gene < place.length; gene++) {
            if (taken[gene]) {
                least = Math.min(least, place[gene]);
                most = Math.max(most, place[gene]);
            }
        }
        double[] ends = ends(least, most);
        int[] bin = new int[place.length];
        for (int gene = 0; gene < bin.length; gene++) {
            boolean told = taken[gene] && !Double.isNaN(dispersion[gene]);
            int found = Arrays.binarySearch(ends, place[gene]);
            bin[gene] = told ? Math.max(0, Math.min(BINS - 1, (found >= 0 ? found : -found - 1) - 1)) : -1;
        }
        return bin;
    }

    private static double[] ends(double least, double most) {
        double from = least;
        double to = most;
        if (least == most) {
            double half = least == 0.0 ? OPEN : OPEN * Math.abs(least);
            from = least - half;
            to = most + half;
        }
        double step = (to - from) / BINS;
        double[] ends = new double[BINS + 1];
        for (int i = 0; i <= BINS; i++) {
            ends[i] = i == BINS ? to : from + i * step;
        }
        ends[0] -= least == most ? 0.0 : OPEN * (to - from);
        return ends;
    }
}
