package atlasprox.ml.parts;

import atlasprox.ml.BatchRefiner;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Cells of known truth, and what became of them. */
public final class Truth {
    private Truth() {}

    /** A refiner of such cells. */
    public static BatchRefiner refiner() {
        return new BatchRefiner()
                .setEmbeddingCol("X_pca")
                .setBatchCol("batch")
                .setIdCol("cell_id")
                .setPrototypes(40);
    }

    /** The coordinates of a column, by cells in the order of their ids. */
    public static float[][] column(Dataset<Row> cells, String name) {
        return cells.orderBy("cell_id").select(cells.col(name).cast("array<float>")).collectAsList().stream()
                .map(row -> floats(row.getList(0)))
                .toArray(float[][]::new);
    }

    /** The texts of a column, by cells in the order of their ids. */
    public static String[] texts(Dataset<Row> cells, String name) {
        return cells.orderBy("cell_id").select(name).collectAsList().stream()
                .map(row -> row.getString(0))
                .toArray(String[]::new);
    }

    private static float[] floats(List<Float> numbers) {
        float[] floats = new float[numbers.size()];
        for (int j = 0; j < floats.length; j++) {
            floats[j] = numbers.get(j);
        }
        return floats;
    }

    /** Root mean square distance of corrected cells to the truth after the best affine map per dimension, relative to the truth's spread. */
    public static double distance(Dataset<Row> corrected) {
        float[][] z = column(corrected, "X_pca_corrected");
        float[][] truth = column(corrected, "X_truth");
        double left = 0.0;
        double all = 0.0;
        for (int j = 0; j < truth[0].length; j++) {
            double[] x = about(z, j);
            double[] y = about(truth, j);
            double xy = product(x, y);
            left += product(y, y) - xy * xy / product(x, x);
            all += product(y, y);
        }
        return Math.sqrt(left / all);
    }

    private static double[] about(float[][] cells, int j) {
        double mean =
                Arrays.stream(cells).mapToDouble(cell -> cell[j]).average().orElseThrow();
        return Arrays.stream(cells).mapToDouble(cell -> cell[j] - mean).toArray();
    }

    private static double product(double[] x, double[] y) {
        double sum = 0.0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
