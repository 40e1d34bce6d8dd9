package atlasprox.scfedvi.loss;

import java.util.Arrays;

/**
 * Minus the log likelihood of a cell's counts, and its gradient. The mean of a gene is its share of the softmax over all genes' logits, times the
 * sum of the cell's counts. Inner arithmetic is in double. Not thread-safe.
 */
public final class CellLoss {
    private final Thetas thetas;
    private final CountTerm term;
    private final ZeroTerms terms;
    private final double[] byLogTheta;
    private final double[] share;
    private final double[] mean;

    /**
     * @param likelihood what counts are like
     * @param genes the number of genes G
     */
    public CellLoss(Likelihood likelihood, int genes) {
        this.thetas = new Thetas(genes);
        this.term = new CountTerm(likelihood.inflatesZeros(), thetas);
        this.terms = new ZeroTerms(likelihood.inflatesZeros(), thetas);
        this.byLogTheta = new double[genes];
        this.share = new double[genes];
        this.mean = new double[genes];
    }

    /**
     * Begins a minibatch.
     *
     * @param logTheta the logarithm of each gene's inverse dispersion
     */
    public void begin(float[] logTheta) {
        thetas.set(logTheta);
        Arrays.fill(byLogTheta, 0.0);
    }

    /**
     * @param logits of the genes' shares, length G; overwritten by the loss's derivatives by them
     * @param zeroLogits of zero inflation, length G, overwritten as well; of length 0 where the likelihood has none
     * @param genes of which the cell has counts, ascending, from {@code from} to before {@code to}
     * @param counts how many of each, above 0
     * @param from the place of the first in both
     * @param to the place after the last
     * @param weight what derivatives are multiplied by
     * @return the loss, without the weight
     */
    public double of(float[] logits, float[] zeroLogits, int[] genes, float[] counts, int from, int to, double weight) {
        softmax(logits);
        double library = 0.0;
        for (int i = from; i < to; i++) {
            library += counts[i];
        }
        for (int gene = 0; gene < mean.length; gene++) {
            mean[gene] = library * share[gene];
        }
        terms.at(mean, zeroLogits);
        for (int i = from; i < to; i++) {
            int gene = genes[i];
            term.at(counts[i], mean[gene], gene, zeroLogits.length == 0 ? 0.0 : zeroLogits[gene]);
            terms.replace(gene, term);
        }
        writeGradient(logits, zeroLogits, weight);
        return -sum(terms.value());
    }

    private void writeGradient(float[] logits, float[] zeroLogits, double weight) {
        double[] byLogMean = terms.byLogMean();
        double all = sum(byLogMean);
        for (int gene = 0; gene < share.length; gene++) {
            logits[gene] = (float) (weight * (share[gene] * all - byLogMean[gene]));
        }
        for (int gene = 0; gene < share.length; gene++) {
            byLogTheta[gene] -= weight * terms.byLogTheta()[gene];
        }
        for (int gene = 0; gene < zeroLogits.length; gene++) {
            zeroLogits[gene] = (float) (-weight * terms.byLogit()[gene]);
        }
    }

    /** @param gradient overwritten by the derivatives by {@code logTheta} of all cells since {@link #begin} */
    public void thetaGradient(float[] gradient) {
        for (int gene = 0; gene < gradient.length; gene++) {
            gradient[gene] = (float) byLogTheta[gene];
        }
    }

    private void softmax(float[] logits) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = logit > largest ? logit : largest;
        }
        for (int gene = 0; gene < share.length; gene++) {
            share[gene] = Exponentials.exp(logits[gene] - largest);
        }
        double perSum = 1.0 / sum(share);
        for (int gene = 0; gene < share.length; gene++) {
            share[gene] *= perSum;
        }
    }

    /** In four strands that do not wait for one another. */
    private static double sum(double[] numbers) {
        double a = 0.0;
        double b = 0.0;
        double c = 0.0;
        double d = 0.0;
        int i = 0;
        for (; i + 3 < numbers.length; i += 4) {
            a += numbers[i];
            b += numbers[i + 1];
            c += numbers[i + 2];
            d += numbers[i + 3];
        }
        for (; i < numbers.length; i++) {
            a += numbers[i];
        }
        return a + b + (c + d);
    }
}
