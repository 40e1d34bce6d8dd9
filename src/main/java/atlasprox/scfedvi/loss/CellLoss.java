package atlasprox.scfedvi.loss;

import java.util.Arrays;

/**
 * Minus the log likelihood of a cell's counts, and its gradient. The mean of a gene is its share of the softmax over all genes' logits, times the
 * sum of the cell's counts. Inner arithmetic is in double. Not thread-safe.
 */
public final class CellLoss {
    private final CountTerm term;
    private final boolean inflated;
    private final double[] theta;
    private final double[] byLogTheta;
    private final double[] share;
    private final double[] byLogMean;

    /**
     * @param likelihood what counts are like
     * @param genes the number of genes G
     */
    public CellLoss(Likelihood likelihood, int genes) {
        this.term = new CountTerm(likelihood);
        this.inflated = likelihood.inflatesZeros();
        this.theta = new double[genes];
        this.byLogTheta = new double[genes];
        this.share = new double[genes];
        this.byLogMean = new double[genes];
    }

    /**
     * Begins a minibatch.
     *
     * @param logTheta the logarithm of each gene's inverse dispersion
     */
    public void begin(float[] logTheta) {
        Arrays.setAll(theta, gene -> Math.exp(logTheta[gene]));
        Arrays.fill(byLogTheta, 0.0);
    }

    /**
     * @param logits of the genes' shares, length G; overwritten by the loss's derivatives by them
     * @param zeroLogits of zero inflation, length G; overwritten as well. Ignored where the likelihood has none
     * @param genes of which the cell has counts, ascending, from {@code from} to before {@code to}
     * @param counts how many of each, above 0
     * @param from the place of the first in both
     * @param to the place after the last
     * @param weight what derivatives are multiplied by
     * @return the loss, without the weight
     */
    public double of(
            float[] logits, float[] zeroLogits, int[] genes, float[] counts, int from, int to, double weight) {
        softmax(logits);
        double library = 0.0;
        for (int i = from; i < to; i++) {
            library += counts[i];
        }
        double value = 0.0;
        double all = 0.0;
        int next = from;
        for (int gene = 0; gene < share.length; gene++) {
            double logit = inflated ? zeroLogits[gene] : 0.0;
            if (next < to && genes[next] == gene) {
                term.count(counts[next++], library * share[gene], theta[gene], logit);
            } else {
                term.zero(library * share[gene], theta[gene], logit);
            }
            value -= term.value();
            byLogTheta[gene] -= weight * term.byLogTheta();
            byLogMean[gene] = term.byLogMean();
            all += term.byLogMean();
            if (inflated) {
                zeroLogits[gene] = (float) (-weight * term.byLogit());
            }
        }
        for (int gene = 0; gene < share.length; gene++) {
            logits[gene] = (float) (weight * (share[gene] * all - byLogMean[gene]));
        }
        return value;
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
            largest = Math.max(largest, logit);
        }
        double sum = 0.0;
        for (int gene = 0; gene < share.length; gene++) {
            share[gene] = Math.exp(logits[gene] - largest);
            sum += share[gene];
        }
        double perSum = 1.0 / sum;
        for (int gene = 0; gene < share.length; gene++) {
            share[gene] *= perSum;
        }
    }
}
