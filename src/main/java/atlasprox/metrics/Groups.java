package atlasprox.metrics;

import java.util.Arrays;

/** The cells of every code: of every label, batch or cluster. */
final class Groups {
    private Groups() {}

    /**
     * @param codes a code per cell, at least 0; not every code need occur
     * @return for every code from 0 to the largest, its cells in ascending order
     */
    static int[][] of(int[] codes) {
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

    /** How many cells every code from 0 to the largest has. */
    static int[] sizes(int[] codes) {
        int[] sizes = new int[Arrays.stream(codes).max().orElse(-1) + 1];
        for (int code : codes) {
            sizes[code]++;
        }
        return sizes;
    }

    /** The codes of some of the cells, in their order. */
    static int[] at(int[] cells, int[] codes) {
        return Arrays.stream(cells).map(cell -> codes[cell]).toArray();
    }
}
