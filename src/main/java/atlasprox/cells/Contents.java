package atlasprox.cells;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/** Which cells are in which batch, as hashes: the same in any order of the rows. The contents of parts, merged, are those of the whole. */
public final class Contents implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TreeMap<String, Long> batches = new TreeMap<>();
    private long rows;

    /** A row that is no usable cell. */
    public void addRow() {
        rows++;
    }

    /**
     * A usable cell.
     *
     * @param batch its batch
     * @param content its hash ({@link CellKeys#content})
     */
    public void addCell(String batch, long content) {
        rows++;
        batches.merge(batch, hash(content), Long::sum);
    }

    /**
     * @param other the contents of other rows
     * @return these, which are now of both
     */
    public Contents merge(Contents other) {
        rows += other.rows;
        other.batches.forEach((batch, sum) -> batches.merge(batch, sum, Long::sum));
        return this;
    }

    /** @return all rows, usable cells or not */
    public long rows() {
        return rows;
    }

    /** @return a hash of all usable cells and their batches, in hexadecimal: a census' of the same cells */
    public String fingerprint() {
        return fingerprint(batches);
    }

    /** What a cell adds to its batch's sum. */
    static long hash(long content) {
        return CellKeys.seed(content, 0);
    }

    /**
     * @param batches the sum over its cells of each batch that has any
     * @return the fingerprint of all
     */
    static String fingerprint(Map<String, Long> batches) {
        long all = 0L;
        for (Map.Entry<String, Long> batch : batches.entrySet()) {
            all += CellKeys.seed(batch.getValue(), CellKeys.seed(0L, batch.getKey()));
        }
        return String.format("%016x", all);
    }
}
