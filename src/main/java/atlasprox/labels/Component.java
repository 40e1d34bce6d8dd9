package atlasprox.labels;

import java.io.Serializable;

/**
 * Cells of one label that lie together.
 *
 * @param label their label
 * @param cells their number n, at least 1
 * @param mean d corrected coordinates, about the model's centre; not copied and not to be changed
 */
public record Component(String label, long cells, double[] mean) implements Serializable {

    /**
     * @param other more cells of that label
     * @return all of them as one
     */
    Component with(Component other) {
        double share = (double) other.cells / (cells + other.cells);
        double[] both = new double[mean.length];
        for (int j = 0; j < both.length; j++) {
            both[j] = mean[j] + share * (other.mean[j] - mean[j]);
        }
        return new Component(label, cells + other.cells, both);
    }

    /** By how much the sum of squared distances to the mean grows when the two become one (Ward 1963). */
    double costOfMerging(Component other) {
        double square = 0.0;
        for (int j = 0; j < mean.length; j++) {
            square += (mean[j] - other.mean[j]) * (mean[j] - other.mean[j]);
        }
        return square * cells * other.cells / (cells + other.cells);
    }
}
