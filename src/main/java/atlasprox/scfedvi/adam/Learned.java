package atlasprox.scfedvi.adam;

import atlasprox.scfedvi.net.Weights;
import java.io.Serializable;

/**
 * Weights with what Adam keeps about them.
 *
 * @param values the weights
 * @param first the mean of past gradients, that fades; of the shape of the weights
 * @param second the mean of their squares
 * @param masses how much of either mean has been filled, 1 - decay^steps: what Adam divides it by. Kept beside the means as they are averaged over clients
 *     of different numbers of steps, and it is averaged with them
 */
public record Learned(Weights values, Weights first, Weights second, float[] masses) implements Serializable {

    /**
     * @param values weights before any step
     * @return the same with moments of 0
     */
    public static Learned fresh(Weights values) {
        return new Learned(values, values.zeros(), values.zeros(), new float[2]);
    }

    /** @return the same, with arrays of their own */
    public Learned copy() {
        return new Learned(values.copy(), first.copy(), second.copy(), masses.clone());
    }
}
