package atlasprox.labels.learn;

import atlasprox.labels.NearestPrototype;
import atlasprox.math.Centre;
import atlasprox.rounds.Correction;
import java.io.Serializable;

/**
 * How a cell comes to its corrected place, and to its prototype.
 *
 * @param correction corrects it
 * @param centre what corrected cells are taken about
 * @param prototypes what groups of a label are found by
 */
public record LabelPlace(Correction correction, Centre centre, NearestPrototype prototypes) implements Serializable {

    /**
     * @param dimension the number of dimensions d
     * @return whether it is one of cells of d coordinates
     */
    boolean isOf(int dimension) {
        return correction.dimension() == dimension
                && centre.coordinates().length == dimension
                && prototypes.isOf(dimension);
    }

    /**
     * @param batch a cell's batch, which the correction knows
     * @param cell its d coordinates
     * @return the corrected ones about the centre, rounded to single precision first, as corrected embeddings are written; null where they are
     *     not finite
     */
    double[] of(String batch, float[] cell) {
        double[] moved = new double[cell.length];
        for (int j = 0; j < cell.length; j++) {
            moved[j] = cell[j];
        }
        correction.correct(correction.client(batch), moved);
        for (int j = 0; j < cell.length; j++) {
            float written = (float) moved[j];
            if (!Float.isFinite(written)) {
                return null;
            }
            moved[j] = written - centre.coordinates()[j];
        }
        return moved;
    }
}
