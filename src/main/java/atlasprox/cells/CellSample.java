package atlasprox.cells;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The cells with the smallest keys: a sample that depends on the seed and the cells alone. The samples of parts, merged, are the
 * sample of the whole.
 */
public final class CellSample {
    private CellSample() {}

    /**
     * One cell.
     *
     * @param client the client's number
     * @param key its key
     * @param values its d coordinates
     */
    public record Cell(int client, long key, float[] values) implements Serializable {}

    private static final Comparator<Cell> ORDER = Comparator.comparingLong(Cell::key)
            .thenComparingInt(Cell::client)
            .thenComparing((a, b) -> Arrays.compare(a.values(), b.values()));

    /**
     * @param blocks any cells
     * @param size how many to keep, at least 1
     * @return the cells with the smallest keys, in ascending order
     */
    public static List<Cell> smallest(Iterator<CellBlock> blocks, int size) {
        PriorityQueue<Cell> kept = new PriorityQueue<>(ORDER.reversed());
        while (blocks.hasNext()) {
            CellBlock block = blocks.next();
            for (int row = 0; row < block.size(); row++) {
                if (kept.size() < size || block.keys()[row] <= kept.peek().key()) {
                    kept.add(cell(block, row));
                }
                if (kept.size() > size) {
                    kept.remove();
                }
            }
        }
        return sorted(kept);
    }

    /**
     * @param a a sample
     * @param b another, of other cells
     * @param size how many to keep
     * @return the cells with the smallest keys of both, in ascending order
     */
    public static List<Cell> merge(List<Cell> a, List<Cell> b, int size) {
        List<Cell> all = new ArrayList<>(a);
        all.addAll(b);
        List<Cell> ordered = sorted(all);
        return new ArrayList<>(ordered.subList(0, Math.min(size, ordered.size())));
    }

    private static List<Cell> sorted(Iterable<Cell> cells) {
        List<Cell> ordered = new ArrayList<>();
        cells.forEach(ordered::add);
        ordered.sort(ORDER);
        return ordered;
    }

    private static Cell cell(CellBlock block, int row) {
        int from = row * block.dimension();
        float[] values = Arrays.copyOfRange(block.values(), from, from + block.dimension());
        return new Cell(block.client(), block.keys()[row], values);
    }
}
