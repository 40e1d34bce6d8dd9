package atlasprox.math;

import java.io.Serializable;
import java.util.List;

/**
 * A place that cells are taken about, so that nothing hangs on where the origin of their coordinates is.
 *
 * @param coordinates d coordinates; not copied and not to be changed
 */
public record Centre(double[] coordinates) implements Serializable {

    /**
     * @param dimension the number of dimensions d
     * @return the origin, about which cells are as they are
     */
    public static Centre origin(int dimension) {
        return new Centre(new double[dimension]);
    }

    /**
     * @param parts moments of all cells in parts, at least one part
     * @return the mean of the cells, the same however they are parted; the origin where there is no cell
     */
    public static Centre of(List<Moments> parts) {
        Moments all = new Moments(parts.get(0).dimension());
        parts.forEach(all::merge);
        return new Centre(all.mean());
    }

    /**
     * @param other a place, in coordinates about this one
     * @return the same place, in the coordinates that this one is in
     */
    public Centre plus(Centre other) {
        return new Centre(Vectors.plus(coordinates, other.coordinates));
    }

    /**
     * @param cells d coordinates of a cell, or of several, one after another
     * @return the same about the centre, rounded once
     */
    public float[] about(float[] cells) {
        float[] about = new float[cells.length];
        for (int from = 0; from < cells.length; from += coordinates.length) {
            for (int j = 0; j < coordinates.length; j++) {
                about[from + j] = (float) (cells[from + j] - coordinates[j]);
            }
        }
        return about;
    }

    /**
     * @param cell d coordinates
     * @return the cell about the centre
     */
    public double[] about(double[] cell) {
        double[] about = new double[cell.length];
        for (int j = 0; j < about.length; j++) {
            about[j] = cell[j] - coordinates[j];
        }
        return about;
    }

    /**
     * Takes a cell that was moved about the centre back to where cells are; what was not moved keeps every bit.
     *
     * @param moved d coordinates about the centre
     * @param about where the cell was about the centre
     * @param cell d coordinates of the cell; overwritten by those of the moved one
     */
    public void move(double[] moved, double[] about, double[] cell) {
        for (int j = 0; j < cell.length; j++) {
            cell[j] = moved[j] == about[j] ? cell[j] : moved[j] + coordinates[j];
        }
    }
}
