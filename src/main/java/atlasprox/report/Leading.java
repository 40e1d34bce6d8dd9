package atlasprox.report;

import java.util.Arrays;

/** An embedding's two leading dimensions; a single one is drawn against itself. */
final class Leading {
    private Leading() {}

    static float[][] of(float[][] cells) {
        return Arrays.stream(cells)
                .map(cell -> new float[] {coordinate(cell, 0), coordinate(cell, 1)})
                .toArray(float[][]::new);
    }

    static float coordinate(float[] cell, int j) {
        return cell[Math.min(j, cell.length - 1)];
    }
}
