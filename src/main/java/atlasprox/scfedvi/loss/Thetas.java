package atlasprox.scfedvi.loss;

/** Inverse dispersions of all genes, with what a gene's terms in all cells of a minibatch have in common. Written again for each minibatch. */
final class Thetas {
    private final LogGamma gamma = new LogGamma();
    private final double[] value;
    private final double[] inverse;
    private final double[] logGamma;
    private final double[] digamma;

    Thetas(int genes) {
        this.value = new double[genes];
        this.inverse = new double[genes];
        this.logGamma = new double[genes];
        this.digamma = new double[genes];
    }

    /** @param logTheta the logarithm of each */
    void set(float[] logTheta) {
        for (int gene = 0; gene < value.length; gene++) {
            set(gene, Exponentials.exp(logTheta[gene]));
        }
    }

    void set(int gene, double theta) {
        value[gene] = theta;
        inverse[gene] = 1.0 / (theta + CountTerm.EPSILON);
        gamma.at(theta);
        logGamma[gene] = gamma.value();
        digamma[gene] = gamma.digamma();
    }

    /** Each theta. */
    double[] value() {
        return value;
    }

    /** 1 / (theta + eps) of each. */
    double[] inverse() {
        return inverse;
    }

    double logGamma(int gene) {
        return logGamma[gene];
    }

    double digamma(int gene) {
        return digamma[gene];
    }
}
