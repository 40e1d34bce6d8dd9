package atlasprox.report;

import atlasprox.math.SplitMix64;
import atlasprox.metrics.graph.UmapWeights;
import atlasprox.metrics.neighbours.ExactNeighbours;
import atlasprox.metrics.neighbours.Neighbours;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * UMAP's layout (McInnes, Healy and Melville 2018, algorithm 5, and their program) by exact neighbours: by stochastic descent, each edge of the neighbour graph draws its cells together as often as it weighs, and five cells drawn
 * at random push the first of them away. The library there is for Java (Tag.bio's port) takes seconds where this takes a tenth of one, finds neighbours
 * of more than 4,095 cells approximately and lays out one table at a time; what it makes of a table is what the tests hold this against. On one thread, by numbers drawn from the seed: the same cells give the same layout.
 */
final class UmapDescent {
    /** Spread 1 and least distance 0.1 make this curve 1 / (1 + a d^2b) of a distance d (umap-learn's find_ab_params). */
    private static final double A = 1.5769434603113077;

    private static final double B = 0.8950608779109733;
    private static final int PUSHES = 5;
    private static final float LONGEST_STEP = 4f;
    /** Keeps the push of a cell on nearly the same spot finite. */
    private static final double LEAST_SQUARE = 0.001;
    /** Where umap-learn begins: within 10 of the origin. */
    private static final float REACH = 10f;

    /** The forces by a squared distance's exponent and first seven binary digits, to 0.4 %: powers would take most of the time. */
    private static final int DROPPED_BITS = 16;

    private static final float[] PULL = tabulated(square -> -2.0 * A * B * Math.pow(square, B - 1.0) / falloff(square));
    private static final float[] PUSH = tabulated(square -> 2.0 * B / ((LEAST_SQUARE + square) * falloff(square)));

    private final float[] place;
    private final SplitMix64 random;
    private int[] from;
    private int[] to;
    private float[] period;
    private int edges;

    private UmapDescent(float[] start, long seed) {
        this.place = new float[start.length];
        for (int i = 0; i < start.length; i++) {
            place[i] = REACH * (2f * start[i] - 1f);
        }
        this.random = new SplitMix64(seed);
        this.from = new int[start.length];
        this.to = new int[start.length];
        this.period = new float[start.length];
    }

    /**
     * @param cells n x d finite numbers
     * @param neighbours of how many each cell is drawn to, itself included; less than n
     * @param start two coordinates a cell, within [0, 1), one cell after the other
     * @param epochs how often the heaviest edges are taken
     * @param seed what the descent is drawn by
     * @return n x 2
     */
    static float[][] of(float[][] cells, int neighbours, float[] start, int epochs, long seed) {
        UmapDescent descent = new UmapDescent(start, seed);
        descent.join(new ExactNeighbours(cells).all(neighbours), epochs);
        descent.run(epochs);
        float[][] layout = new float[cells.length][];
        Arrays.setAll(layout, i -> Arrays.copyOfRange(descent.place, 2 * i, 2 * i + 2));
        return layout;
    }

    /** Edges too light to be taken once in all epochs are left out. */
    private void join(Neighbours found, int epochs) {
        double[] heaviest = {0.0};
        UmapWeights.eachJoined(found.index(), found.distance(), (cell, other, weight) -> {
            heaviest[0] = Math.max(heaviest[0], weight);
        });
        UmapWeights.eachJoined(found.index(), found.distance(), (cell, other, weight) -> {
            if (weight * epochs >= heaviest[0]) {
                add(cell, other, (float) (heaviest[0] / weight));
                add(other, cell, (float) (heaviest[0] / weight));
            }
        });
    }

    private void add(int cell, int other, float epochsBetween) {
        if (edges == from.length) {
            from = Arrays.copyOf(from, 2 * edges);
            to = Arrays.copyOf(to, 2 * edges);
            period = Arrays.copyOf(period, 2 * edges);
        }
        from[edges] = cell;
        to[edges] = other;
        period[edges++] = epochsBetween;
    }

    private void run(int epochs) {
        float[] due = Arrays.copyOf(period, edges);
        int cells = place.length / 2;
        for (int epoch = 0; epoch < epochs; epoch++) {
            double rate = 1.0 - (double) epoch / epochs;
            for (int edge = 0; edge < edges; edge++) {
                if (due[edge] <= epoch) {
                    due[edge] += period[edge];
                    draw(2 * from[edge], 2 * to[edge], rate);
                    for (int push = 0; push < PUSHES; push++) {
                        push(2 * from[edge], 2 * (int) (random.uniform() * cells), rate);
                    }
                }
            }
        }
    }

    private void draw(int cell, int other, double rate) {
        float square = square(cell, other);
        if (square > 0f) {
            float pull = PULL[entry(square)];
            for (int axis = 0; axis < 2; axis++) {
                float step = (float) rate * bounded(pull * (place[cell + axis] - place[other + axis]));
                place[cell + axis] += step;
                place[other + axis] -= step;
            }
        }
    }

    private void push(int cell, int other, double rate) {
        float square = square(cell, other);
        if (square > 0f) {
            float push = PUSH[entry(square)];
            for (int axis = 0; axis < 2; axis++) {
                place[cell + axis] += (float) rate * bounded(push * (place[cell + axis] - place[other + axis]));
            }
        }
    }

    private float square(int cell, int other) {
        float across = place[cell] - place[other];
        float down = place[cell + 1] - place[other + 1];
        return across * across + down * down;
    }

    private static float bounded(float step) {
        return Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, step));
    }

    private static double falloff(double square) {
        return 1.0 + A * Math.pow(square, B);
    }

    private static int entry(float square) {
        return Float.floatToRawIntBits(square) >>> DROPPED_BITS;
    }

    /** Each entry's force is that of the middle of its squared distances. */
    private static float[] tabulated(DoubleUnaryOperator force) {
        float[] table = new float[entry(Float.POSITIVE_INFINITY)];
        for (int i = 0; i < table.length; i++) {
            int middle = i << DROPPED_BITS | 1 << DROPPED_BITS - 1;
            table[i] = (float) force.applyAsDouble(Float.intBitsToFloat(middle));
        }
        return table;
    }
}
