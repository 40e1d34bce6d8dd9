package atlasprox.metrics.groups;

import java.util.Arrays;

/** The cells of every code: of every label, batch or cluster. */
public final class Groups {
    private Groups() {}

    /**
     * @param codes a code per cell, at least 0; not every code need occur
     * @return for every code from 0 to the largest, its cells in ascending order
     */
    public static int[][] of(int[] codes) {
        int[] sizes = sizes(codes);
        int[][] cells = new int[sizes.length][];
        Arrays.setAll(cells, code -> new int[sizes[code]]);
        int[] filled = new int[sizes.length];
        for (int cell = 0; cell < codes.length; cell++) {
            int code = codes[cell];
            cells[code][filled[code]++] = cell;
        }
        return cells;
    }

    /** One more than the largest code. */
    public static int count(int[] codes) {
        return Arrays.stream(codes).max().orElse(-1) + 1;
    }

    /** How many cells every code from 0 to the largest has. */
    public static int[] sizes(int[] codes) {
        int[] sizes = new int[count(codes)];
        for (int code : codes) {
            sizes[code]++;
        }
        return sizes;
    }

    /** The mean of the cells of every code from 0 to the largest; of no meaning for a code without cells. */
    public static double[][] means(float[][] embedding, int[] codes) {
        int[] sizes = sizes(codes);
        double[][] means = new double[sizes.length][embedding[0].length];
        for (int cell = 0; cell < embedding.length; cell++) {
            double[] mean = means[codes[cell]];
            for (int j = 0; j < mean.length; j++) {
                mean[j] += embedding[cell][j];
            }
        }
        for (int code = 0; code < means.length; code++) {
            for (int j = 0; j < means[code].length; j++) {
                means[code][j] /= sizes[code];
            }
        }
        return means;
    }

    /** The coordinates of some of the cells, in their order. */
    public static float[][] at(int[] cells, float[][] embedding) {
        return Arrays.stream(cells).mapToObj(cell -> embedding[cell]).toArray(float[][]::new);
    }

    /** The codes of some of the cells, in their order. */
    public static int[] at(int[] cells, int[] codes) {
        return Arrays.stream(cells).map(cell -> codes[cell]).toArray();
    }
}
