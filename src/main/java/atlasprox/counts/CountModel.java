package atlasprox.counts;

import java.io.Serializable;
import java.util.List;

/**
 * What it takes to give cells the coordinates that others have.
 *
 * @param settings how it was made
 * @param genes the names of the K genes that are taken
 * @param mean K means, of what components are made of
 * @param deviation K numbers to divide by; 1 where genes are not scaled
 * @param cut K numbers, beyond which a value is taken for that
 * @param loadings component x gene
 * @param variance of the cells along each component, descending
 * @param share of the variance of all K genes that each component has
 */
public record CountModel(
        CountSettings settings,
        List<String> genes,
        double[] mean,
        double[] deviation,
        double[] cut,
        double[][] loadings,
        double[] variance,
        double[] share)
        implements Serializable {

    /** @return the way from cells to their coordinates */
    Projection projection() {
        return new Projection(this);
    }
}
