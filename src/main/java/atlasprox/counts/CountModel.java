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

    /**
     * @param cell log values of the K genes, by their numbers here
     * @return the cell's coordinates
     */
    float[] coordinates(CellCounts cell) {
        float[] coordinates = new float[loadings.length];
        CellCounts within = cell.cut(cut);
        for (int c = 0; c < coordinates.length; c++) {
            double[] loading = loadings[c];
            double sum = offset(c);
            for (int i = 0; i < within.genes().length; i++) {
                int gene = within.genes()[i];
                sum += within.values()[i] / deviation[gene] * loading[gene];
            }
            coordinates[c] = (float) sum;
        }
        return coordinates;
    }

    /** Where a cell without counts lies. */
    private double offset(int component) {
        double sum = 0.0;
        for (int gene = 0; gene < mean.length; gene++) {
            sum -= mean[gene] / deviation[gene] * loadings[component][gene];
        }
        return sum;
    }
}
