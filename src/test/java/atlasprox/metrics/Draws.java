package atlasprox.metrics;

import java.util.Random;

/** Random cells for tests. */
public final class Draws {
    private Draws() {}

    /** Cells about the origin, spread by 1 in each dimension. */
    public static float[][] cells(int n, int dimension, long seed) {
        Random random = new Random(seed);
        float[][] cells = new float[n][dimension];
        for (float[] cell : cells) {
            for (int j = 0; j < dimension; j++) {
                cell[j] = (float) random.nextGaussian();
            }
        }
        return cells;
    }
}
