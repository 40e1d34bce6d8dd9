package atlasprox.counts;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Sums of the batches of one part of a table. Of more batches than there is room for, it hands on what it has and begins anew, so that its memory
 * does not grow with their number; a table that is in the order of its batches is summed in fewer pieces.
 *
 * @param <S> the sums of a batch
 */
final class SumsByBatch<S> implements Iterator<Map.Entry<String, S>> {
    private final Iterator<CountRow> rows;
    private final Adding<S> adding;
    private final Empty<S> empty;
    private final int most;
    private final Map<String, S> sums = new HashMap<>();
    private Iterator<Map.Entry<String, S>> ready =
            Map.<String, S>of().entrySet().iterator();
    private CountRow next;

    /** Adds a row to the sums of its batch. */
    interface Adding<S> extends Serializable {
        void add(CountRow row, S sums);
    }

    /** Sums of no cells. */
    interface Empty<S> extends Serializable {
        S sums();
    }

    /** @param most how many batches there is room for, at least 1 */
    SumsByBatch(Iterator<CountRow> rows, Empty<S> empty, Adding<S> adding, int most) {
        this.rows = rows;
        this.empty = empty;
        this.adding = adding;
        this.most = most;
        this.next = rows.hasNext() ? rows.next() : null;
    }

    @Override
    public boolean hasNext() {
        if (!ready.hasNext() && next != null) {
            fill();
        }
        return ready.hasNext();
    }

    private void fill() {
        sums.clear();
        while (next != null && hasRoom()) {
            adding.add(next, sums.computeIfAbsent(next.batchOrNone(), none -> empty.sums()));
            next = rows.hasNext() ? rows.next() : null;
        }
        ready = Map.copyOf(sums).entrySet().iterator();
    }

    private boolean hasRoom() {
        return sums.size() < most || sums.containsKey(next.batchOrNone());
    }

    @Override
    public Map.Entry<String, S> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.next();
    }
}
