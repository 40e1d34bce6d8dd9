package atlasprox.aligned;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Cells of a few groups, each about an axis of its own. */
final class GroupedCells {
    static final int DIMENSION = 6;
    static final int GROUPS = 5;
    static final int CELLS = 400;

    private GroupedCells() {}

    /** Group i % GROUPS lies far out along its own axis. */
    static float[] cells(long seed) {
        Random random = new Random(seed);
        float[] cells = new float[CELLS * DIMENSION];
        for (int i = 0; i < CELLS; i++) {
            for (int j = 0; j < DIMENSION; j++) {
                cells[i * DIMENSION + j] = (float) (random.nextGaussian() * 0.7 + (j == i % GROUPS ? 8 : 0));
            }
        }
        return cells;
    }

    static float[] moved(float[] cells, float shift) {
        float[] moved = cells.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += shift * (i % DIMENSION % 2 == 0 ? 1 : -1);
        }
        return moved;
    }

    /** Every cell moved along the diagonal, where it is farther from every prototype. */
    static List<float[]> drawn(List<float[]> batches, float share) {
        List<float[]> drawn = new ArrayList<>();
        for (float[] cells : batches) {
            float[] moved = cells.clone();
            for (int i = 0; i < moved.length; i++) {
                moved[i] += 8 * share;
            }
            drawn.add(moved);
        }
        return drawn;
    }

    static float[] withoutGroup(float[] cells, int group) {
        float[] fewer = new float[cells.length];
        int size = 0;
        for (int i = 0; i < cells.length / DIMENSION; i++) {
            if (i % GROUPS != group) {
                System.arraycopy(cells, i * DIMENSION, fewer, size, DIMENSION);
                size += DIMENSION;
            }
        }
        return Arrays.copyOf(fewer, size);
    }

    static double[] plainMean(float[] cells, int group) {
        double[] mean = new double[DIMENSION];
        for (int i = group; i < CELLS; i += GROUPS) {
            for (int j = 0; j < DIMENSION; j++) {
                mean[j] += (double) cells[i * DIMENSION + j] * GROUPS / CELLS;
            }
        }
        return mean;
    }

    static double[] doubles(float[] cells, int i) {
        double[] cell = new double[DIMENSION];
        for (int j = 0; j < DIMENSION; j++) {
            cell[j] = cells[i * DIMENSION + j];
        }
        return cell;
    }
}
