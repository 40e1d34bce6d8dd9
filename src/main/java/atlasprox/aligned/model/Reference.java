package atlasprox.aligned.model;

import atlasprox.math.Vectors;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What later batches are held against: the corrected groups of the cells that a fit has seen. Nothing else of those cells is
 * needed, and nothing else is kept.
 *
 * @param prototype K unit rows of d coordinates, the directions of the groups
 * @param count K weighted counts n_k, 0 where a prototype has no cells
 * @param centre K x d centres m_k, in corrected coordinates; of no meaning where n_k is 0
 * @param variance K x d variances v_k within the batches' groups
 * @param cells the cells that this stands for, at least 1
 */
public record Reference(double[][] prototype, double[] count, double[][] centre, double[][] variance, long cells)
        implements Serializable {

    /**
     * @param other the groups of other cells, by the first {@code shared} of these prototypes and by further ones of their own
     * @param shared how many prototypes they have in common, at most K
     * @return the groups of both, those by further prototypes after these
     */
    public Reference with(Reference other, int shared) {
        Reference both = beside(Arrays.copyOfRange(other.prototype, shared, other.prototype.length));
        for (int row = 0; row < other.count.length; row++) {
            int k = row < shared ? row : count.length + row - shared;
            double all = both.count[k] + other.count[row];
            double share = all > 0.0 ? other.count[row] / all : 0.0;
            both.centre[k] = between(both.centre[k], other.centre[row], share);
            both.variance[k] = between(both.variance[k], other.variance[row], share);
            both.count[k] = all;
        }
        return new Reference(both.prototype, both.count, both.centre, both.variance, cells + other.cells);
    }

    /**
     * @param further rows of d coordinates, of unit length
     * @return the same groups, and groups without cells of further prototypes after them
     */
    public Reference beside(double[][] further) {
        int all = count.length + further.length;
        double[][] prototypes = Arrays.copyOf(prototype, all);
        double[][] centres = Arrays.copyOf(centre, all);
        double[][] variances = Arrays.copyOf(variance, all);
        for (int k = count.length; k < all; k++) {
            prototypes[k] = further[k - count.length];
            centres[k] = new double[centre[0].length];
            variances[k] = new double[centre[0].length];
        }
        return new Reference(prototypes, Arrays.copyOf(count, all), centres, variances, cells);
    }

    /**
     * @param place d corrected coordinates
     * @return how far it lies from the nearest group, in this group's deviations: the root of their mean square over the dimensions
     */
    public double apart(double[] place) {
        Spread spread = Spread.floored(variance, count);
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < count.length; k++) {
            if (count[k] > 0.0) {
                least = Math.min(least, HuberWeight.squareDeviations(place, centre[k], spread.variance()[k]));
            }
        }
        return Math.sqrt(least / spread.dimensions());
    }

    /** The sums of a client that has these groups, and stays where it is. */
    public ClientSums sums() {
        return ClientSums.standing(this);
    }

    /** The Huber weights by these groups. */
    public HuberWeight huberWeight(double deviations) {
        return new HuberWeight(centre, Spread.floored(variance, count), deviations);
    }

    /** Where the reference lies, for the start of a batch that arrives. */
    public ClientCentroids centroids() {
        List<double[]> there = new ArrayList<>();
        double all = 0.0;
        double within = 0.0;
        double[] mean = new double[centre[0].length];
        for (int k = 0; k < count.length; k++) {
            if (count[k] > 0.0) {
                there.add(centre[k]);
                all += count[k];
                for (int j = 0; j < mean.length; j++) {
                    mean[j] += count[k] * centre[k][j];
                    within += count[k] * variance[k][j];
                }
            }
        }
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= all;
        }
        double among = 0.0;
        for (int k = 0; k < count.length; k++) {
            among += count[k] > 0.0 ? count[k] * Vectors.square(centre[k], mean) : 0.0;
        }
        return new ClientCentroids(
                there.toArray(double[][]::new), within / all * cells, mean, (within + among) / all, cells);
    }

    private static double[] between(double[] here, double[] there, double share) {
        if (share == 0.0) {
            return here;
        }
        double[] between = new double[here.length];
        for (int j = 0; j < between.length; j++) {
            between[j] = (1.0 - share) * here[j] + share * there[j];
        }
        return between;
    }
}
