package atlasprox.scfedvi.net;

import java.util.Arrays;
import java.util.List;

/** What batches add to the decoder's hidden units, each a vector of its own, with the gradient. */
final class BatchVectors {
    private final float[][] values;
    private final float[][] gradient;

    /**
     * @param vectors by their numbers, each a block {@link NetworkBlocks#VECTOR}; none where cells of all batches are decoded alike
     * @param gradients of the same shape
     */
    BatchVectors(List<Weights> vectors, List<Weights> gradients) {
        this.values = rows(vectors);
        this.gradient = rows(gradients);
    }

    private static float[][] rows(List<Weights> vectors) {
        return vectors.stream().map(vector -> vector.row(NetworkBlocks.VECTOR)).toArray(float[][]::new);
    }

    void clearGradient() {
        for (float[] row : gradient) {
            Arrays.fill(row, 0f);
        }
    }

    /** Adds its batch's numbers for a layer to each cell's units. */
    void addTo(float[][] units, Minibatch cells, int layer) {
        for (int cell = 0; values.length > 0 && cell < cells.cells(); cell++) {
            float[] row = units[cell];
            float[] vector = values[cells.vector(cell)];
            for (int j = 0; j < row.length; j++) {
                row[j] += vector[layer * row.length + j];
            }
        }
    }

    /** Adds the gradient by a layer's units to that of the batches' vectors. */
    void collect(float[][] byUnits, Minibatch cells, int layer) {
        for (int cell = 0; values.length > 0 && cell < cells.cells(); cell++) {
            float[] row = byUnits[cell];
            float[] sums = gradient[cells.vector(cell)];
            for (int j = 0; j < row.length; j++) {
                sums[layer * row.length + j] += row[j];
            }
        }
    }
}
