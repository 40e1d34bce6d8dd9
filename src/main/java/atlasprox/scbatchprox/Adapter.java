package atlasprox.scbatchprox;

import java.io.Serializable;

/**
 * One client's FiLM adapter while it is being trained: d scales and d offsets, written in place.
 *
 * @param gamma the scales
 * @param beta the offsets, in units of the embedding
 */
public record Adapter(double[] gamma, double[] beta) implements Serializable {

    /** @param dimension the number of dimensions d
     * @return an adapter of zeros */
    public static Adapter zeros(int dimension) {
        return new Adapter(new double[dimension], new double[dimension]);
    }

    /** @return a copy with arrays of its own */
    public Adapter copy() {
        return new Adapter(gamma.clone(), beta.clone());
    }
}
