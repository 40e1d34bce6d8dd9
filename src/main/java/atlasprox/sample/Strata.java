package atlasprox.sample;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The cells of each pair of batch and label. Of one pair too many it holds none, and no more are counted: so it has a bound whatever the
 * columns hold, and whether it is overfull depends on the number of pairs alone. The strata of parts, merged, are those of the whole.
 */
final class Strata implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int most;
    private final HashMap<Pair, Long> cells = new HashMap<>();
    private boolean overfull;

    /** @param most how many pairs it may hold, at least 1 */
    Strata(int most) {
        this.most = most;
    }

    /**
     * @param batch the batch's name
     * @param label the label, or null
     */
    record Pair(UTF8String batch, UTF8String label) implements Serializable {
        static final Comparator<Pair> ORDER = Comparator.comparing(Pair::batch)
                .thenComparing(Pair::label, Comparator.nullsFirst(Comparator.naturalOrder()));

        /** The pair of a row that begins with batch and label. */
        static Pair of(InternalRow row) {
            return new Pair(row.getUTF8String(0), row.isNullAt(1) ? null : row.getUTF8String(1));
        }

        static Pair of(SampledCell cell) {
            return new Pair(UTF8String.fromString(cell.batch()), UTF8String.fromString(cell.label()));
        }

        /** Spark reuses the bytes of a row, hence the copy of what is kept. */
        private Pair copy() {
            return new Pair(batch.clone(), label == null ? null : label.clone());
        }
    }

    /** Rows of batch and label. */
    Strata with(Iterator<InternalRow> rows) {
        while (!overfull && rows.hasNext()) {
            Pair pair = Pair.of(rows.next());
            Long before = cells.get(pair);
            add(before == null ? pair.copy() : pair, 1L);
        }
        return this;
    }

    Strata merge(Strata other) {
        overfull |= other.overfull;
        other.cells.forEach(this::add);
        keepLimit();
        return this;
    }

    private void add(Pair pair, long more) {
        cells.merge(pair, more, Long::sum);
        keepLimit();
    }

    private void keepLimit() {
        overfull |= cells.size() > most;
        if (overfull) {
            cells.clear();
        }
    }

    boolean isOverfull() {
        return overfull;
    }

    Map<Pair, Long> cells() {
        return cells;
    }
}
