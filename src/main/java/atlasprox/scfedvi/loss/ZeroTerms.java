package atlasprox.scfedvi.loss;

/**
 * The log likelihoods of counts of 0 of all genes of a cell and their derivatives, in the terms of {@link CountTerm}:
 *
 * <pre>
 * nb(0)   = theta log(t / s)
 * zinb(0) = softplus(nb(0) - pi) - softplus(-pi)
 * </pre>
 *
 * Step after step for all genes, in loops that do not wait for themselves: that takes half the time of gene after gene.
 */
final class ZeroTerms {
    /** A zero inflation of less than e^-300 counts as that: products of two exponentials are finite. */
    private static final double LEAST_LOGIT = -300.0;

    private final boolean inflated;
    private final Thetas thetas;
    private final double[] value;
    private final double[] byLogMean;
    private final double[] byLogTheta;
    private final double[] byLogit;

    /**
     * @param inflated whether zeros are inflated; else logits are ignored
     * @param thetas of the genes
     */
    ZeroTerms(boolean inflated, Thetas thetas) {
        this.inflated = inflated;
        this.thetas = thetas;
        this.value = new double[thetas.value().length];
        this.byLogMean = new double[value.length];
        this.byLogTheta = new double[value.length];
        this.byLogit = new double[inflated ? value.length : 0];
    }

    /**
     * @param mean mu of each gene, at least 0
     * @param logits pi of each
     */
    void at(double[] mean, float[] logits) {
        double[] theta = thetas.value();
        double[] inverse = thetas.inverse();
        for (int gene = 0; gene < value.length; gene++) {
            double ratio = mean[gene] * inverse[gene];
            double lost = theta[gene] * CountTerm.logShare(ratio);
            double slope = theta[gene] * ratio / (1.0 + ratio);
            value[gene] = lost;
            byLogMean[gene] = -slope;
            byLogTheta[gene] = lost + theta[gene] * inverse[gene] * slope;
        }
        if (inflated) {
            inflate(logits);
        }
    }

    private void inflate(float[] logits) {
        for (int gene = 0; gene < value.length; gene++) {
            byLogit[gene] = Exponentials.exp(-logit(logits[gene]));
        }
        for (int gene = 0; gene < value.length; gene++) {
            value[gene] = Exponentials.exp(value[gene] - logit(logits[gene]));
        }
        for (int gene = 0; gene < value.length; gene++) {
            inflate(gene, value[gene], byLogit[gene]);
        }
    }

    private static double logit(float logit) {
        return logit < LEAST_LOGIT ? LEAST_LOGIT : logit;
    }

    /** Of exp(nb(0) - pi), which is no more than exp(-pi), and of this. */
    private void inflate(int gene, double ofEither, double ofNone) {
        double inverse = 1.0 / ((1.0 + ofEither) * (1.0 + ofNone));
        double share = ofEither * (1.0 + ofNone) * inverse;
        value[gene] = Exponentials.log((1.0 + ofEither) * (1.0 + ofEither) * inverse);
        byLogMean[gene] *= share;
        byLogTheta[gene] *= share;
        byLogit[gene] = ofNone * (1.0 + ofEither) * inverse - share;
    }

    /** Takes another gene's term instead, of a count above 0. */
    void replace(int gene, CountTerm term) {
        value[gene] = term.value();
        byLogMean[gene] = term.byLogMean();
        byLogTheta[gene] = term.byLogTheta();
        if (inflated) {
            byLogit[gene] = term.byLogit();
        }
    }

    /** The log likelihood of each gene. */
    double[] value() {
        return value;
    }

    double[] byLogMean() {
        return byLogMean;
    }

    double[] byLogTheta() {
        return byLogTheta;
    }

    /** Derivatives by logits of zero inflation; none where zeros are not inflated. */
    double[] byLogit() {
        return byLogit;
    }
}
