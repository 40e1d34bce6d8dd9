package atlasprox.scfedvi.net;

import java.util.Arrays;

/** Some cells that go through a network together; filled cell after cell, and again. Not thread-safe. */
public final class Minibatch {
    private static final float[] LOGS = logs(256);

    private final SparseRows logs = new SparseRows();
    private int cells;
    private long[] seeds = new long[0];
    private int[] vectors = new int[0];
    private int[][] genes = new int[0][];
    private float[][] counts = new float[0][];
    private int[] from = new int[0];
    private int[] to = new int[0];

    /** Takes all cells out. */
    public void clear() {
        logs.clear();
        cells = 0;
    }

    /**
     * Adds a cell, whose arrays are kept.
     *
     * @param seed of its draws, see {@link #add(Draws, long, int, int[], float[], int, int)}
     */
    private void add(long seed, int vector, int[] cellGenes, float[] cellCounts, int begin, int end) {
        if (cells == seeds.length) {
            makeRoom(Math.max(16, 2 * cells));
        }
        seeds[cells] = seed;
        vectors[cells] = vector;
        genes[cells] = cellGenes;
        counts[cells] = cellCounts;
        from[cells] = begin;
        to[cells++] = end;
        int place = logs.open(end - begin);
        for (int i = begin; i < end; i++) {
            logs.which()[place] = cellGenes[i];
            logs.values()[place++] = log(cellCounts[i]);
        }
        logs.close(place);
    }

    /**
     * Adds a cell, whose arrays are kept.
     *
     * @param draws of the epoch
     * @param key the cell's key
     * @param vector the number of its batch's vector; of no account where the network has none
     * @param cellGenes of which it has counts, ascending, from {@code begin} to before {@code end}
     * @param cellCounts how many of each, above 0
     * @param begin the place of the first in both
     * @param end the place after the last
     */
    public void add(Draws draws, long key, int vector, int[] cellGenes, float[] cellCounts, int begin, int end) {
        add(draws.cell(key), vector, cellGenes, cellCounts, begin, end);
    }

    /**
     * Adds a cell that is only to be encoded, for which nothing is drawn.
     *
     * @param cellGenes of which it has counts, ascending
     * @param cellCounts how many of each, above 0
     */
    public void add(int[] cellGenes, float[] cellCounts) {
        add(0L, 0, cellGenes, cellCounts, 0, cellGenes.length);
    }

    /** @return the number of cells */
    public int cells() {
        return cells;
    }

    /** log(1 + x) of the counts. */
    SparseRows logs() {
        return logs;
    }

    long seed(int cell) {
        return seeds[cell];
    }

    int vector(int cell) {
        return vectors[cell];
    }

    int[] genes(int cell) {
        return genes[cell];
    }

    float[] counts(int cell) {
        return counts[cell];
    }

    int from(int cell) {
        return from[cell];
    }

    int to(int cell) {
        return to[cell];
    }

    private void makeRoom(int room) {
        seeds = Arrays.copyOf(seeds, room);
        vectors = Arrays.copyOf(vectors, room);
        genes = Arrays.copyOf(genes, room);
        counts = Arrays.copyOf(counts, room);
        from = Arrays.copyOf(from, room);
        to = Arrays.copyOf(to, room);
    }

    /** Most counts are small and whole. */
    private static float log(float count) {
        int whole = (int) count;
        return whole == count && whole < LOGS.length ? LOGS[whole] : (float) StrictMath.log1p(count);
    }

    private static float[] logs(int size) {
        float[] logs = new float[size];
        for (int count = 0; count < size; count++) {
            logs[count] = (float) StrictMath.log1p(count);
        }
        return logs;
    }
}
