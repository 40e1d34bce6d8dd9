package atlasprox.labels;

import atlasprox.labels.search.NearComponents;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * A mixture discriminant: {@code log p(z, l) = log sum_k n_kl / N exp(-(z - m_kl)' C^-1 (z - m_kl) / 2)} over the components k of label l,
 * with one covariance C of all (Hastie and Tibshirani, Journal of the Royal Statistical Society B 1996). Immutable.
 */
public final class Discriminant implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Whitening whitening;
    private final String[] labels;

    /** The first component of each label, and the number of components at the end. */
    private final int[] first;

    private final double[] logShares;

    /** Means by dimension, so that loops over components compile to vector instructions. */
    private final double[][] means;

    /** @param reference what is known, of at least one label */
    public Discriminant(LabelReference reference) {
        List<Component> components = reference.components();
        this.whitening = Whitening.of(reference.scatter(), reference.degrees());
        this.labels = reference.labels().keySet().toArray(String[]::new);
        this.first = new int[labels.length + 1];
        this.logShares = new double[components.size()];
        this.means = new double[reference.dimension()][components.size()];
        double all = components.stream().mapToLong(Component::cells).sum();
        double[] mean = new double[reference.dimension()];
        for (int c = 0; c < logShares.length; c++) {
            logShares[c] = Math.log(components.get(c).cells() / all);
            first[Arrays.binarySearch(labels, components.get(c).label()) + 1] = c + 1;
            whitening.apply(components.get(c).mean(), mean);
            for (int j = 0; j < mean.length; j++) {
                means[j][c] = mean[j];
            }
        }
    }

    /** @return the labels, ascending; a label's number is its place in this array; not to be changed */
    public String[] labels() {
        return labels;
    }

    /**
     * @param label a label
     * @return its number; negative where it is none of these
     */
    public int number(String label) {
        return Arrays.binarySearch(labels, label);
    }

    /**
     * @param cell d corrected coordinates, about the model's centre
     * @return the same in coordinates in which the cells of a component spread alike in every direction
     */
    public double[] whitened(double[] cell) {
        double[] whitened = new double[cell.length];
        whitening.apply(cell, whitened);
        return whitened;
    }

    /** The number of the label of each component. */
    int[] labelsOfComponents() {
        int[] of = new int[logShares.length];
        for (int label = 0; label < labels.length; label++) {
            Arrays.fill(of, first[label], first[label + 1], label);
        }
        return of;
    }

    /**
     * @param reach how far below the largest a component's term may lie to have a say
     * @return finds the components that have one
     */
    NearComponents search(double reach) {
        double[][] points = new double[logShares.length][means.length];
        for (int c = 0; c < points.length; c++) {
            for (int j = 0; j < means.length; j++) {
                points[c][j] = means[j][c];
            }
        }
        return new NearComponents(whitening.columns(), points, logShares, reach);
    }

    /**
     * @param cell d corrected coordinates, about the model's centre
     * @param label a label's number
     * @param scores overwritten, but for what it says of other labels
     * @return the squared Mahalanobis distance to the nearest component of that label
     */
    public double square(double[] cell, int label, LabelScores scores) {
        whitening.apply(cell, scores.whitened);
        squares(first[label], first[label + 1], scores);
        scoreLabel(label, scores);
        return scores.nearest[label];
    }

    /** @return room for the scores of one cell after another */
    public LabelScores room() {
        return new LabelScores(whitening.dimension(), logShares.length, labels.length);
    }

    /**
     * @param cell d corrected coordinates, about the model's centre
     * @param scores overwritten by what is found
     */
    public void score(double[] cell, LabelScores scores) {
        whitening.apply(cell, scores.whitened);
        squares(0, logShares.length, scores);
        for (int label = 0; label < labels.length; label++) {
            scoreLabel(label, scores);
        }
    }

    private void squares(int from, int to, LabelScores scores) {
        Arrays.fill(scores.squares, from, to, 0.0);
        for (int j = 0; j < means.length; j++) {
            addSquares(scores.whitened[j], means[j], scores.squares, from, to);
        }
    }

    private static void addSquares(double z, double[] means, double[] squares, int from, int to) {
        for (int c = from; c < to; c++) {
            squares[c] += (z - means[c]) * (z - means[c]);
        }
    }

    private void scoreLabel(int label, LabelScores scores) {
        double largest = Double.NEGATIVE_INFINITY;
        double nearest = Double.POSITIVE_INFINITY;
        for (int c = first[label]; c < first[label + 1]; c++) {
            largest = Math.max(largest, logShares[c] - scores.squares[c] / 2.0);
            nearest = Math.min(nearest, scores.squares[c]);
        }
        double sum = 0.0;
        for (int c = first[label]; c < first[label + 1]; c++) {
            sum += Math.exp(logShares[c] - scores.squares[c] / 2.0 - largest);
        }
        scores.joint[label] = largest + Math.log(sum);
        scores.nearest[label] = nearest;
    }
}
