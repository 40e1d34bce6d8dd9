package atlasprox.align;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What later batches are held against: the corrected groups of the cells that a fit has seen. Nothing else of those cells is
 * needed, and nothing else is kept.
 *
 * @param count K weighted counts n_k, 0 where a prototype has no cells
 * @param centre K x d centres m_k, in corrected coordinates; of no meaning where n_k is 0
 * @param variance K x d variances v_k within the batches' groups
 * @param cells the cells that this stands for, at least 1
 */
public record Reference(double[] count, double[][] centre, double[][] variance, long cells) implements Serializable {

    /**
     * @param other the groups of other cells, by the same prototypes
     * @return the groups of both
     */
    Reference with(Reference other) {
        int prototypes = count.length;
        double[] both = new double[prototypes];
        double[][] centres = new double[prototypes][];
        double[][] variances = new double[prototypes][];
        for (int k = 0; k < prototypes; k++) {
            both[k] = count[k] + other.count[k];
            double share = both[k] > 0.0 ? other.count[k] / both[k] : 0.0;
            centres[k] = between(centre[k], other.centre[k], share);
            variances[k] = between(variance[k], other.variance[k], share);
        }
        return new Reference(both, centres, variances, cells + other.cells);
    }

    /** The sums of a client that has these groups, and stays where it is. */
    ClientSums sums() {
        return ClientSums.standing(this);
    }

    /** The tail cut by these groups. */
    TailCut cut(double deviations) {
        return new TailCut(centre, Spread.floored(variance, count), deviations);
    }

    /** Where the reference lies, for the start of a batch that arrives. */
    ClientCentroids centroids() {
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
            among += count[k] > 0.0 ? count[k] * Places.square(centre[k], mean) : 0.0;
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
