package atlasprox.counts;

import java.io.Serializable;

/** The coordinates of cells by a {@link CountModel}. */
final class Projection implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] cut;
    private final int dimension;
    /** What one of each gene adds to the coordinates, gene by gene. */
    private final double[] step;

    /** Where a cell without counts lies. */
    private final double[] origin;

    Projection(CountModel model) {
        this.cut = model.cut();
        this.dimension = model.loadings().length;
        this.step = new double[cut.length * dimension];
        this.origin = new double[dimension];
        for (int gene = 0; gene < cut.length; gene++) {
            for (int c = 0; c < dimension; c++) {
                double one = model.loadings()[c][gene] / model.deviation()[gene];
                step[gene * dimension + c] = one;
                origin[c] -= model.mean()[gene] * one;
            }
        }
    }

    /**
     * @param cell log values of the model's genes, by their numbers there
     * @return the cell's coordinates
     */
    float[] coordinates(CellCounts cell) {
        double[] sums = origin.clone();
        for (int i = 0; i < cell.genes().length; i++) {
            int gene = cell.genes()[i];
            add(sums, Math.min(cell.values()[i], cut[gene]), gene * dimension);
        }
        float[] coordinates = new float[dimension];
        for (int c = 0; c < dimension; c++) {
            coordinates[c] = (float) sums[c];
        }
        return coordinates;
    }

    /** A loop that is compiled to vector instructions. */
    private void add(double[] sums, double value, int from) {
        double[] steps = step;
        for (int c = 0; c < sums.length; c++) {
            sums[c] += value * steps[from + c];
        }
    }
}
