package atlasprox.cells;

import atlasprox.math.Centre;
import atlasprox.sample.BottomK;
import atlasprox.sample.CellKeys;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The cells with the smallest keys, in ascending order ({@link BottomK}): a sample that depends on the seed and the cells alone. The samples
 * of parts, merged, are the sample of the whole. It travels as three arrays, not as an object a cell.
 */
public final class CellSample implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Comparator<Cell> CONTENT =
            Comparator.comparingInt(Cell::client).thenComparing((a, b) -> Arrays.compare(a.values(), b.values()));

    private final int[] clients;
    private final long[] keys;
    private final float[] values;

    private CellSample(int[] clients, long[] keys, float[] values) {
        this.clients = clients;
        this.keys = keys;
        this.values = values;
    }

    private CellSample(List<Cell> ordered) {
        int dimension = ordered.isEmpty() ? 0 : ordered.get(0).values().length;
        this.clients = ordered.stream().mapToInt(Cell::client).toArray();
        this.keys = ordered.stream().mapToLong(Cell::key).toArray();
        this.values = new float[dimension * keys.length];
        for (int i = 0; i < keys.length; i++) {
            System.arraycopy(ordered.get(i).values(), 0, values, i * dimension, dimension);
        }
    }

    /**
     * One cell.
     *
     * @param client the client's number
     * @param key its key
     * @param values its d coordinates
     */
    public record Cell(int client, long key, float[] values) {}

    /**
     * @param blocks any cells
     * @param size how many to keep, at least 1
     * @return the cells with the smallest keys
     */
    public static CellSample smallest(Iterator<CellBlock> blocks, int size) {
        BottomK<Cell> kept = empty(size);
        while (blocks.hasNext()) {
            CellBlock block = blocks.next();
            for (int row = 0; row < block.size(); row++) {
                if (kept.wants(block.keys()[row])) {
                    kept.offer(cell(block, row));
                }
            }
        }
        return new CellSample(kept.ordered());
    }

    /**
     * @param other a sample of other cells
     * @param size how many to keep
     * @return the cells with the smallest keys of both
     */
    public CellSample merge(CellSample other, int size) {
        BottomK<Cell> kept = empty(size);
        Stream.concat(cells(), other.cells()).forEach(kept::offer);
        return new CellSample(kept.ordered());
    }

    private static BottomK<Cell> empty(int size) {
        return BottomK.ofAll(size, Cell::key, CONTENT);
    }

    /**
     * @param centre of d coordinates
     * @return the same cells in the same order, their coordinates about the centre
     */
    public CellSample about(Centre centre) {
        return new CellSample(clients, keys, centre.about(values));
    }

    /**
     * @param fraction in (0, 1]
     * @return those that are in the share of that size of all cells ({@link CellKeys#isInShare})
     */
    public CellSample inShare(double fraction) {
        return new CellSample(
                cells().filter(cell -> CellKeys.isInShare(cell.key(), fraction)).toList());
    }

    /** @return the cells, in ascending order */
    public Stream<Cell> cells() {
        return IntStream.range(0, keys.length).mapToObj(this::cell);
    }

    private Cell cell(int i) {
        int dimension = values.length / keys.length;
        return new Cell(clients[i], keys[i], Arrays.copyOfRange(values, i * dimension, (i + 1) * dimension));
    }

    private static Cell cell(CellBlock block, int row) {
        int from = row * block.dimension();
        float[] values = Arrays.copyOfRange(block.values(), from, from + block.dimension());
        return new Cell(block.client(), block.keys()[row], values);
    }
}
