package atlasprox.cells;

import atlasprox.math.Centre;
import atlasprox.sample.CellKeys;
import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What one pass over the cells learns: sizes, defects and moments of every batch. A monoid: the censuses of any parts, merged in
 * any order, are the census of the whole, but for the figures of the largest part.
 *
 * <p>A census may be limited: one of more batches, in any part or in all, is overfull, holds none of them, and knows nothing else. So
 * it has a bound whatever the batch column holds, and whether it is overfull depends on the number of batches alone.
 */
public final class Census implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What a limited census may hold, in coordinates: 32 bytes each. */
    private static final int MOST_COORDINATES = 1 << 22;

    private static final int MOST_BATCHES = 20_000;
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final int dimension;
    private final int most;
    private final TreeMap<String, BatchCensus> batches = new TreeMap<>();
    private final EnumMap<Defect, Long> defects = new EnumMap<>(Defect.class);
    private final TreeMap<Integer, Long> lengths = new TreeMap<>();
    private long rows;
    private boolean overfull;
    private long largestRows;
    private int largestBatches;

    /** @param dimension the number of embedding dimensions d that cells must have */
    public Census(int dimension) {
        this(dimension, UNLIMITED);
    }

    /**
     * @param dimension the number of embedding dimensions d that cells must have
     * @param most how many batches it may hold, at least 1
     */
    Census(int dimension, int most) {
        this.dimension = dimension;
        this.most = most;
    }

    /**
     * @param dimension the number of embedding dimensions d
     * @return a census of at most 20,000 batches, fewer where these take more than 128 MB
     */
    static Census limited(int dimension) {
        return new Census(dimension, Math.max(1, Math.min(MOST_BATCHES, MOST_COORDINATES / dimension)));
    }

    /**
     * @param dimension the number of embedding dimensions d
     * @param batches what others have counted, by their names
     * @return the census of all of these
     */
    public static Census of(int dimension, Map<String, BatchCensus> batches) {
        Census census = new Census(dimension);
        census.batches.putAll(batches);
        census.rows = batches.values().stream().mapToLong(BatchCensus::cells).sum();
        return census;
    }

    /** The census of no cells, under the same limit. */
    Census none() {
        return new Census(dimension, most);
    }

    /**
     * Adds a usable cell.
     *
     * @param batch its batch
     * @param cell its d coordinates
     * @param fingerprint its hash ({@link CellKeys#fingerprint})
     * @param uniform its number in [0, 1) ({@link CellKeys#uniform})
     * @param inTraining whether it is in the training split
     */
    public void addCell(String batch, float[] cell, long fingerprint, double uniform, boolean inTraining) {
        rows++;
        batch(batch).addCell(cell, fingerprint, uniform, inTraining);
        measure();
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
        measure();
    }

    private void measure() {
        largestRows = rows;
        largestBatches = batches.size();
    }

    /**
     * @param other the census of other rows; left as it is
     * @return this census, of both
     */
    public Census merge(Census other) {
        rows += other.rows;
        largestRows = Math.max(largestRows, other.largestRows);
        largestBatches = Math.max(largestBatches, other.largestBatches);
        overfull |= other.overfull;
        other.defects.forEach((defect, count) -> defects.merge(defect, count, Long::sum));
        other.lengths.forEach((length, count) -> lengths.merge(length, count, Long::sum));
        other.batches.forEach((name, batch) -> batch(name).merge(batch));
        keepLimit();
        return this;
    }

    /**
     * @param least the least number of cells whose moments are told
     * @return this census, without the moments of fewer
     */
    Census told(int least) {
        batches.values().forEach(batch -> batch.keepMomentsOf(least));
        return this;
    }

    /**
     * @param batch to a part's name that of its batch
     * @return this census of parts of batches, by batches
     */
    public Census ofBatches(UnaryOperator<String> batch) {
        Census joined = new Census(dimension, most);
        batches.forEach((name, part) -> joined.batch(batch.apply(name)).merge(part));
        joined.rows = rows;
        joined.largestRows = largestRows;
        joined.largestBatches = largestBatches;
        joined.defects.putAll(defects);
        joined.lengths.putAll(lengths);
        return joined;
    }

    /** @return whether there are more batches than it may hold, so that none is held */
    boolean isOverfull() {
        return overfull;
    }

    /** @return the most rows that one part had, as the table came in parts */
    public long largestRows() {
        return largestRows;
    }

    /** @return the most batches that one part had, as the table came in parts */
    public int largestBatches() {
        return largestBatches;
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

    /** @return the mean of the cells in the training split, the same in any row order */
    public Centre centre() {
        return Centre.of(ofClients().stream().map(BatchCensus::training).toList());
    }

    /** @return a hash of all usable cells and their batches, the same in any row order */
    public String fingerprint() {
        Map<String, Long> sums = new TreeMap<>();
        clients().forEach(name -> sums.put(name, batches.get(name).contents()));
        return Contents.fingerprint(sums);
    }

    private BatchCensus batch(String name) {
        BatchCensus batch = batches.computeIfAbsent(name, unused -> new BatchCensus(dimension));
        keepLimit();
        return batch;
    }

    private void keepLimit() {
        overfull |= batches.size() > most;
        if (overfull) {
            batches.clear();
        }
    }
}
