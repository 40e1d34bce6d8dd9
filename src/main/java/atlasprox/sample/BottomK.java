package atlasprox.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A seeded sample: of all items offered the k with the smallest keys, a key being a seeded hash of what the item is ({@link CellKeys});
 * of items with equal keys those first by their content. So the sample depends on the items alone, and samples of parts, merged in any order, are
 * the sample of the whole (bottom-k sketches: Cohen and Kaplan 2007, PODC). Not thread-safe.
 *
 * @param <T> an item
 */
public final class BottomK<T> {
    /** Sorting waits for a quarter more items than are kept, so that an item that is taken costs a few comparisons, not k. */
    private static final int MORE = 4;

    private final ToLongFunction<? super T> key;
    private final Comparator<T> order;
    private final boolean distinct;
    private final List<T> kept = new ArrayList<>();
    private int most;
    private long largestKey = Long.MAX_VALUE;

    private BottomK(int most, ToLongFunction<? super T> key, Comparator<? super T> ties, boolean distinct) {
        this.most = most;
        this.key = key;
        this.order = Comparator.<T>comparingLong(key).thenComparing(ties);
        this.distinct = distinct;
    }

    /**
     * A sample in which an item counts as often as it was offered.
     *
     * @param most k, at least 1
     * @param key an item's key
     * @param ties orders items of equal keys by their content; 0 only for items that are alike
     */
    public static <T> BottomK<T> ofAll(int most, ToLongFunction<? super T> key, Comparator<? super T> ties) {
        return new BottomK<>(most, key, ties, false);
    }

    /** The same of items each of which counts once, however often it was offered. */
    public static <T> BottomK<T> ofDistinct(int most, ToLongFunction<? super T> key, Comparator<? super T> ties) {
        return new BottomK<>(most, key, ties, true);
    }

    /**
     * @param itemsKey the key of an item that is yet to be made
     * @return false if the item would not be kept, so that it need not be made
     */
    public boolean wants(long itemsKey) {
        return itemsKey <= largestKey;
    }

    /** An item that may be kept. */
    public void offer(T item) {
        if (wants(key.applyAsLong(item))) {
            kept.add(item);
            if (kept.size() - most > most / MORE) {
                cut();
            }
        }
    }

    /**
     * @param other a sample of other items by the same key, ties and k; left as it is
     * @return this sample, of both
     */
    public BottomK<T> merge(BottomK<T> other) {
        other.kept.forEach(this::offer);
        return this;
    }

    /** @return the items, in ascending order; not to be kept while more are offered */
    public List<T> ordered() {
        cut();
        return Collections.unmodifiableList(kept);
    }

    /** Keeps fewer from now on: k becomes the number given, where that is less. */
    void keepAtMost(int fewer) {
        if (fewer < most) {
            most = fewer;
            cut();
        }
    }

    private void cut() {
        kept.sort(order);
        if (distinct) {
            dropRepeats();
        }
        if (kept.size() >= most) {
            kept.subList(most, kept.size()).clear();
            largestKey = key.applyAsLong(kept.get(most - 1));
        }
    }

    private void dropRepeats() {
        int single = 0;
        for (T item : kept) {
            if (single == 0 || order.compare(kept.get(single - 1), item) < 0) {
                kept.set(single++, item);
            }
        }
        kept.subList(single, kept.size()).clear();
    }
}
