package atlasprox.cells;

import atlasprox.sample.CellKeys;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Which cells are in which batch, as hashes: the same in any order of the rows. The contents of parts, merged, are those of the whole. */
public final class Contents implements Serializable {
    private static final long serialVersionUID = 1L;

    /** A sum each. */
    private final HashMap<String, long[]> batches = new HashMap<>();

    private long rows;

    /** A row that is no usable cell. */
    public void addRow() {
        rows++;
    }

    /**
     * A usable cell.
     *
     * @param batch its batch
     * @param fingerprint its hash ({@link CellKeys#fingerprint})
     */
    public void addCell(String batch, long fingerprint) {
        rows++;
        add(batch, hash(fingerprint));
    }

    /**
     * @param other the contents of other rows
     * @return these, which are now of both
     */
    public Contents merge(Contents other) {
        rows += other.rows;
        other.batches.forEach((batch, sum) -> add(batch, sum[0]));
        return this;
    }

    private void add(String batch, long sum) {
        batches.computeIfAbsent(batch, none -> new long[1])[0] += sum;
    }

    /** @return all rows, usable cells or not */
    public long rows() {
        return rows;
    }

    /** @return a hash of all usable cells and their batches, in hexadecimal: a census' of the same cells */
    public String fingerprint() {
        Map<String, Long> sums = new HashMap<>();
        batches.forEach((batch, sum) -> sums.put(batch, sum[0]));
        return fingerprint(sums);
    }

    /** What a cell adds to its batch's sum. */
    static long hash(long fingerprint) {
        return CellKeys.seed(fingerprint, 0);
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
        return String.format(Locale.ROOT, "%016x", all);
    }
}
