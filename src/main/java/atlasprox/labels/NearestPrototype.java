package atlasprox.labels;

import java.io.Serializable;
import java.util.Arrays;

/** The prototype that a cell lies at: the one whose direction is nearest to the cell's. */
public final class NearestPrototype implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[][] prototypes;

    /** @param prototypes K unit rows of d coordinates; none where a method has no prototypes, and all cells are together; not to be changed */
    public NearestPrototype(double[]... prototypes) {
        this.prototypes = prototypes;
    }

    /**
     * @param dimension the number of dimensions d
     * @return whether the prototypes have as many coordinates
     */
    public boolean isOf(int dimension) {
        return Arrays.stream(prototypes).allMatch(prototype -> prototype.length == dimension);
    }

    /**
     * @param cell d corrected coordinates, about the model's centre
     * @return the prototype's number; of equally near ones the first
     */
    public int of(double[] cell) {
        int nearest = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < prototypes.length; k++) {
            double dot = 0.0;
            for (int j = 0; j < cell.length; j++) {
                dot += cell[j] * prototypes[k][j];
            }
            if (dot > largest) {
                largest = dot;
                nearest = k;
            }
        }
        return nearest;
    }
}
