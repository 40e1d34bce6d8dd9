package atlasprox.report;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/**
 * UMAP (McInnes, Healy and Melville 2018) in two dimensions, for pictures: 15 exact Euclidean neighbours, least distance 0.1. It starts
 * from the embedding's two leading dimensions, so that groups of cells lie about where these have them, and descends on one thread: the
 * same cells, order and seed give the same layout.
 */
final class UmapLayout {
    static final int NEIGHBOURS = 15;
    static final int EPOCHS = 200;
    /** Of the start's width: cells on one spot would never part. */
    private static final double JITTER = 1e-3;

    private UmapLayout() {}

    /**
     * @param cells n x d finite numbers, d at least 1
     * @param seed what the layout is drawn by
     * @return n x 2; empty where there are not more cells than neighbours
     * @throws IllegalArgumentException if a number is not finite
     * @throws IllegalStateException if no finite layout is found
     */
    static Optional<float[][]> of(float[][] cells, long seed) {
        if (cells.length <= NEIGHBOURS) {
            return Optional.empty();
        }
        if (!Arrays.stream(cells).allMatch(UmapLayout::isFinite)) {
            throw new IllegalArgumentException("a coordinate is not finite");
        }
        float[][] layout = UmapDescent.of(cells, NEIGHBOURS, start(cells, seed), EPOCHS, seed);
        if (!Arrays.stream(layout).allMatch(UmapLayout::isFinite)) {
            throw new IllegalStateException("it is not finite");
        }
        return Optional.of(layout);
    }

    /** The two leading dimensions, centred, one after the other for each cell, within [0, 1). */
    static float[] start(float[][] cells, long seed) {
        Random random = new Random(seed);
        double[] centre = {mean(cells, 0), mean(cells, 1)};
        double[] start = new double[2 * cells.length];
        for (int i = 0; i < start.length; i++) {
            start[i] = Leading.coordinate(cells[i / 2], i % 2) - centre[i % 2];
        }
        double farthest = Math.max(Arrays.stream(start).map(Math::abs).max().orElse(0.0), Float.MIN_NORMAL);
        float[] dealt = new float[start.length];
        for (int i = 0; i < start.length; i++) {
            dealt[i] = (float) (0.5 + 0.49 * start[i] / farthest + JITTER * (random.nextDouble() - 0.5));
        }
        return dealt;
    }

    private static double mean(float[][] cells, int j) {
        return Arrays.stream(cells)
                .mapToDouble(cell -> Leading.coordinate(cell, j))
                .average()
                .orElse(0.0);
    }

    private static boolean isFinite(float[] point) {
        boolean finite = true;
        for (float coordinate : point) {
            finite &= Float.isFinite(coordinate);
        }
        return finite;
    }
}
