package atlasprox.labels;

/** How a cell stands to each label of a {@link Discriminant}; written over for each cell. */
public final class LabelScores {
    final double[] whitened;
    final double[] squares;

    /** log p(z, l) of each label, but for a constant. */
    final double[] joint;

    /** The smallest squared Mahalanobis distance to a component of each label. */
    final double[] nearest;

    LabelScores(int dimension, int components, int labels) {
        this.whitened = new double[dimension];
        this.squares = new double[components];
        this.joint = new double[labels];
        this.nearest = new double[labels];
    }

    /** @return the number of the most probable label; of equals the first */
    public int best() {
        int best = 0;
        for (int l = 1; l < joint.length; l++) {
            best = joint[l] > joint[best] ? l : best;
        }
        return best;
    }

    /**
     * @param label a label's number
     * @return the squared Mahalanobis distance to the nearest of its components
     */
    public double square(int label) {
        return nearest[label];
    }

    /**
     * @param temperature what log-probabilities are divided by, above 0
     * @param posterior overwritten by the probability of each label
     */
    public void posterior(double temperature, double[] posterior) {
        double largest = joint[best()];
        double sum = 0.0;
        for (int l = 0; l < posterior.length; l++) {
            posterior[l] = Math.exp((joint[l] - largest) / temperature);
            sum += posterior[l];
        }
        for (int l = 0; l < posterior.length; l++) {
            posterior[l] /= sum;
        }
    }
}
