package atlasprox.labels;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Made cells: each label's lie about a place of its own, with correlated coordinates. */
final class LabelCells {
    static final int DIMENSION = 5;

    private LabelCells() {}

    record Cell(String label, int prototype, double[] place) {}

    static List<Cell> draw(int labels, int each, long seed) {
        Random random = new Random(seed);
        List<Cell> cells = new ArrayList<>();
        for (int l = 0; l < labels; l++) {
            for (int i = 0; i < each; i++) {
                cells.add(new Cell("type" + l, random.nextInt(3), place(l, random)));
            }
        }
        return cells;
    }

    static double[] place(int label, Random random) {
        double[] place = new double[DIMENSION];
        double common = random.nextGaussian();
        for (int j = 0; j < DIMENSION; j++) {
            place[j] = (float) (common + 0.5 * random.nextGaussian());
        }
        // Apart where the cells hardly spread: along a difference of two coordinates.
        place[0] += 3 * label;
        place[1] -= 3 * label;
        return place;
    }

    static LabelSums sums(List<Cell> cells) {
        LabelSums sums = new LabelSums(DIMENSION);
        cells.forEach(cell -> sums.add(cell.label(), cell.prototype(), cell.place()));
        return sums;
    }

    static LabelReference reference(List<Cell> cells) {
        return LabelReference.none(DIMENSION).with(sums(cells), batches(cells), 1);
    }

    static SortedMap<String, Integer> batches(List<Cell> cells) {
        SortedMap<String, Integer> batches = new TreeMap<>();
        cells.forEach(cell -> batches.put(cell.label(), 1));
        return batches;
    }
}
