package atlasprox.counts;

import java.io.Serializable;

/** The coordinates of cells by a {@link CountModel}. */
final class Projection implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] cut;
    private final int dimension;
    /** Gene x coordinate: what one of each gene adds. */
    private final double[][] step;

    /** Where a cell without counts lies. */
    private final double[] origin;

    Projection(CountModel model) {
        this.cut = model.cut();
        this.dimension = model.loadings().length;
        this.step = new double[cut.length][dimension];
        this.origin = new double[dimension];
        for (int gene = 0; gene < cut.length; gene++) {
            for (int c = 0; c < dimension; c++) {
                double one = model.loadings()[c][gene] / model.deviation()[gene];
                step[gene][c] = one;
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
        int count = cell.genes().length;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            addFour(sums, cell, i);
        }
        for (; i < count; i++) {
            double value = value(cell, i);
            double[] of = step[cell.genes()[i]];
            for (int c = 0; c < dimension; c++) {
                sums[c] += value * of[c];
            }
        }
        float[] coordinates = new float[dimension];
        for (int c = 0; c < dimension; c++) {
            coordinates[c] = (float) sums[c];
        }
        return coordinates;
    }

    private double value(CellCounts cell, int i) {
        return Math.min(cell.values()[i], cut[cell.genes()[i]]);
    }

    /** One after another for each coordinate; arrays of their own, at one and the same place of each: so it is compiled to vector instructions. */
    private void addFour(double[] sums, CellCounts cell, int i) {
        double[] a = step[cell.genes()[i]];
        double[] b = step[cell.genes()[i + 1]];
        double[] c = step[cell.genes()[i + 2]];
        double[] d = step[cell.genes()[i + 3]];
        double ofA = value(cell, i);
        double ofB = value(cell, i + 1);
        double ofC = value(cell, i + 2);
        double ofD = value(cell, i + 3);
        for (int j = 0; j < sums.length; j++) {
            sums[j] = sums[j] + ofA * a[j] + ofB * b[j] + ofC * c[j] + ofD * d[j];
        }
    }
}
