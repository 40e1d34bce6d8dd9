package atlasprox.report;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import tagbio.umap.Umap;

/**
 * UMAP (McInnes, Healy and Melville 2018) in two dimensions, for pictures: 15 exact Euclidean neighbours, least distance 0.1. It starts
 * from the embedding's two leading dimensions, so that groups of cells lie about where these have them, and descends on one thread: the
 * same cells, order and seed give the same layout.
 */
final class UmapLayout {
    /** Of more, the library finds neighbours approximately, by the random numbers that are the start here; {@link UmapDescent} takes these. */
    static final int MOST_OF_LIBRARY = 4_095;

    static final int NEIGHBOURS = 15;
    private static final int EPOCHS = 200;
    /** Of the start's width: cells on one spot would never part. */
    private static final double JITTER = 1e-3;

    private UmapLayout() {}

    /**
     * @param cells n x d finite numbers, d at least 1
     * @param seed what the layout is drawn by
     * @return n x 2; empty where there are not more cells than neighbours
     * @throws IllegalStateException if no finite layout is found
     */
    static Optional<float[][]> of(float[][] cells, long seed) {
        if (cells.length <= NEIGHBOURS) {
            return Optional.empty();
        }
        float[] start = start(cells, seed);
        float[][] layout = cells.length <= MOST_OF_LIBRARY
                ? ofLibrary(cells, start, seed)
                : UmapDescent.of(cells, NEIGHBOURS, start, EPOCHS, seed);
        if (!Arrays.stream(layout).allMatch(UmapLayout::isFinite)) {
            throw new IllegalStateException("it is not finite");
        }
        return Optional.of(layout);
    }

    /** Never two at a time: the library counts its progress in one place and writes to standard output where the count does not tally. */
    private static synchronized float[][] ofLibrary(float[][] cells, float[] start, long seed) {
        return new Umap()
                .setThreads(1)
                .setNumberNearestNeighbours(NEIGHBOURS)
                .setNumberEpochs(EPOCHS)
                .setRandom(new DealtStart(start, seed))
                .fitTransform(cells);
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
        return Float.isFinite(point[0]) && Float.isFinite(point[1]);
    }

    /** The library takes no start but draws one by {@code nextFloat}, which it uses for nothing else: here it is dealt ours. */
    private static final class DealtStart extends Random {
        private static final long serialVersionUID = 1L;

        private final float[] start;
        private int dealt;

        DealtStart(float[] start, long seed) {
            super(seed);
            this.start = start;
        }

        @Override
        public float nextFloat() {
            return start[dealt++];
        }
    }
}
