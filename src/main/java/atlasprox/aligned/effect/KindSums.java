package atlasprox.aligned.effect;

import atlasprox.aligned.model.Assignment;
import atlasprox.aligned.model.CellsBehind;
import atlasprox.aligned.model.Responsibilities;
import java.io.Serializable;
import java.util.List;

/**
 * What a client tells first: for each prototype the responsibilities of its cells added up, and where the cells lie. Sums only; rows of
 * prototypes that none of its cells belongs to, or too few, are null.
 *
 * @param cells how many cells were added up; 0 where they are too few to be told of
 * @param n K sums of responsibilities
 * @param squares K sums of squared responsibilities
 * @param mean K x d weighted means
 * @param scatter K x d weighted sums of squares about the mean
 */
public record KindSums(int cells, double[] n, double[] squares, double[][] mean, double[][] scatter)
        implements Serializable {

    /**
     * @param cells the client's cells, at least one, in an order that the cells alone decide
     * @param kinds how cells belong to prototypes
     * @param minCells the least number of cells behind a row that is told ({@link CellsBehind#told}), at least 1
     */
    public static KindSums of(List<float[]> cells, Responsibilities kinds, int minCells) {
        int prototypes = kinds.prototypes();
        KindSums sums = new KindSums(
                cells.size() < minCells ? 0 : cells.size(),
                new double[prototypes],
                new double[prototypes],
                new double[prototypes][],
                new double[prototypes][]);
        Assignment assignment = new Assignment(prototypes);
        double[] penalties = new double[prototypes];
        double[] largest = new double[prototypes];
        for (float[] cell : cells) {
            double[] point = point(cell);
            kinds.of(point, penalties, assignment);
            for (int member = 0; member < assignment.size(); member++) {
                int k = assignment.prototype(member);
                largest[k] = Math.max(largest[k], assignment.responsibility(member));
                sums.add(k, assignment.responsibility(member), point);
            }
        }
        sums.forgetFewerThan(minCells, largest);
        return sums;
    }

    private void forgetFewerThan(int least, double[] largest) {
        boolean[] told = CellsBehind.told(least, n, largest);
        for (int k = 0; k < told.length; k++) {
            if (!told[k]) {
                n[k] = 0.0;
                squares[k] = 0.0;
                mean[k] = null;
                scatter[k] = null;
            }
        }
    }

    static double[] point(float[] cell) {
        double[] point = new double[cell.length];
        for (int j = 0; j < point.length; j++) {
            point[j] = cell[j];
        }
        return point;
    }

    /** West's recurrence (1979) for weighted means and sums of squares. */
    private void add(int k, double weight, double[] point) {
        if (mean[k] == null) {
            mean[k] = new double[point.length];
            scatter[k] = new double[point.length];
        }
        n[k] += weight;
        squares[k] += weight * weight;
        for (int j = 0; j < point.length; j++) {
            double apart = point[j] - mean[k][j];
            mean[k][j] += apart * weight / n[k];
            scatter[k][j] += weight * apart * (point[j] - mean[k][j]);
        }
    }
}
