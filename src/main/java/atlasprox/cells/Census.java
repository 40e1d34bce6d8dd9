package atlasprox.cells;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one pass over the cells learns: sizes, defects and moments of every batch. A monoid: the censuses of any parts, merged in
 * any order, are the census of the whole.
 */
public final class Census implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int dimension;
    private final TreeMap<String, BatchCensus> batches = new TreeMap<>();
    private final EnumMap<Defect, Long> defects = new EnumMap<>(Defect.class);
    private final TreeMap<Integer, Long> lengths = new TreeMap<>();
    private long rows;

    /** @param dimension the number of embedding dimensions d that cells must have */
    public Census(int dimension) {
        this.dimension = dimension;
    }

    /**
     * Adds a usable cell.
     *
     * @param batch its batch
     * @param cell its d coordinates
     * @param print its hash ({@link CellKeys#print})
     * @param draw its draw ({@link CellKeys#draw}), in [0, 1)
     * @param inTraining whether it is in the training split
     */
    public void addCell(String batch, float[] cell, long print, double draw, boolean inTraining) {
        rows++;
        batch(batch).addCell(cell, print, draw, inTraining);
    }

    /**
     * Adds a row that cannot be used.
     *
     * @param batch its batch, or null
     * @param defect what is wrong with it
     * @param length the length of its embedding, -1 where it has none
     */
    public void addDefect(String batch, Defect defect, int length) {
        rows++;
        defects.merge(defect, 1L, Long::sum);
        if (defect == Defect.WRONG_LENGTH) {
            lengths.merge(length, 1L, Long::sum);
        }
        if (batch != null) {
            batch(batch).addInvalid();
        }
    }

    /**
     * @param other the census of other rows; left as it is
     * @return this census, of both
     */
    public Census merge(Census other) {
        rows += other.rows;
        other.defects.forEach((defect, count) -> defects.merge(defect, count, Long::sum));
        other.lengths.forEach((length, count) -> lengths.merge(length, count, Long::sum));
        other.batches.forEach((name, batch) -> batch(name).merge(batch));
        return this;
    }

    /** @return the number of embedding dimensions d */
    public int dimension() {
        return dimension;
    }

    /** @return all rows, usable or not */
    public long rows() {
        return rows;
    }

    /** @return the usable cells */
    public long cells() {
        return rows - invalid();
    }

    /** @return the rows that cannot be used */
    public long invalid() {
        return defects.values().stream().mapToLong(Long::longValue).sum();
    }

    /** @return the rows that cannot be used, by reason */
    public Map<Defect, Long> defects() {
        return Collections.unmodifiableMap(defects);
    }

    /** @return how many rows have an embedding of another length than d, by length */
    public SortedMap<Integer, Long> otherLengths() {
        return Collections.unmodifiableSortedMap(lengths);
    }

    /** @return what is known of each batch, in ascending order of the names */
    public SortedMap<String, BatchCensus> batches() {
        return Collections.unmodifiableSortedMap(batches);
    }

    /** @return the names of the batches with at least one usable cell, ascending: the clients */
    public List<String> clients() {
        return batches.entrySet().stream()
                .filter(entry -> entry.getValue().cells() > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** @return what is known of each client, in the order of {@link #clients} */
    public List<BatchCensus> ofClients() {
        return clients().stream().map(batches::get).toList();
    }

    /** @return a hash of all usable cells and their batches, the same in any row order */
    public String fingerprint() {
        Map<String, Long> sums = new TreeMap<>();
        clients().forEach(name -> sums.put(name, batches.get(name).contents()));
        return Contents.fingerprint(sums);
    }

    private BatchCensus batch(String name) {
        return batches.computeIfAbsent(name, unused -> new BatchCensus(dimension));
    }
}
