package atlasprox.metrics.graph;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Orthonormal vectors of many rows. Rows lie in blocks, each worked on by one thread and small enough to stay in its cache; sums over
 * blocks are in order, the same on any number of threads.
 */
final class Basis {
    /** 4 kB of every vector: with the 201 vectors of 100 eigenpairs a block is 0.8 MB, and stays in a core's second cache. */
    private static final int ROWS = 512;

    private final int rows;
    /** For every block of rows, the vectors' parts there. */
    private final double[][][] blocks;

    private int size;

    /** @param capacity how many vectors it can hold */
    Basis(int rows, int capacity) {
        this.rows = rows;
        this.blocks = new double[(rows + ROWS - 1) / ROWS][capacity][];
    }

    int size() {
        return size;
    }

    void add(double[] vector) {
        for (int block = 0; block < blocks.length; block++) {
            blocks[block][size] = Arrays.copyOfRange(vector, block * ROWS, Math.min(rows, (block + 1) * ROWS));
        }
        size++;
    }

    double[] get(int vector) {
        return Arrays.stream(blocks)
                .flatMapToDouble(block -> Arrays.stream(block[vector]))
                .toArray();
    }

    /** The inner products of every vector with another. */
    double[] products(double[] other) {
        double[][] parts = new double[blocks.length][size];
        eachBlock(block -> Arrays.setAll(parts[block], v -> product(blocks[block][v], other, block * ROWS)));
        double[] products = new double[size];
        for (double[] part : parts) {
            Arrays.setAll(products, vector -> products[vector] + part[vector]);
        }
        return products;
    }

    /** Takes every vector, times its factor, from another. */
    void subtract(double[] factors, double[] other) {
        eachBlock(block -> {
            for (int vector = 0; vector < size; vector++) {
                add(-factors[vector], blocks[block][vector], other, block * ROWS);
            }
        });
    }

    /**
     * Replaces the vectors by sums of them.
     *
     * @param factors for every new vector, the factor of every old one; orthonormal, no more than there are old ones
     */
    void combine(double[][] factors) {
        eachBlock(block -> {
            double[][] made = new double[factors.length][blocks[block][0].length];
            for (int vector = 0; vector < made.length; vector++) {
                for (int old = 0; old < size; old++) {
                    add(factors[vector][old], blocks[block][old], made[vector], 0);
                }
            }
            System.arraycopy(made, 0, blocks[block], 0, made.length);
        });
        size = factors.length;
    }

    private void eachBlock(IntConsumer work) {
        IntStream.range(0, blocks.length).parallel().forEach(work);
    }

    /** Four sums, which do not wait for one another. */
    private static double product(double[] vector, double[] other, int from) {
        double first = 0.0;
        double second = 0.0;
        double third = 0.0;
        double fourth = 0.0;
        int row = 0;
        for (; row + 3 < vector.length; row += 4) {
            first += vector[row] * other[from + row];
            second += vector[row + 1] * other[from + row + 1];
            third += vector[row + 2] * other[from + row + 2];
            fourth += vector[row + 3] * other[from + row + 3];
        }
        for (; row < vector.length; row++) {
            first += vector[row] * other[from + row];
        }
        return first + second + (third + fourth);
    }

    private static void add(double factor, double[] vector, double[] sum, int from) {
        for (int row = 0; row < vector.length; row++) {
            sum[from + row] += factor * vector[row];
        }
    }
}
