package atlasprox.sample;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * A {@link BottomK} of every stratum, such as a batch. How many items a stratum may keep is its share, which may fall as strata are added
 * and must not rise; of too many strata those last in their order are let go. So what is kept depends on the items alone, as in every
 * stratum by itself. Not thread-safe.
 *
 * @param <S> a stratum
 * @param <T> an item
 */
final class StratifiedBottomK<S, T> {
    private final int mostStrata;
    private final Share<S> share;
    private final IntFunction<BottomK<T>> sample;
    private final TreeMap<S, BottomK<T>> strata;

    /** How many items to keep of a stratum. */
    @FunctionalInterface
    interface Share<S> {
        /**
         * @param stratum any stratum
         * @param strata how many strata there are, it among them
         * @return at least 1, and no more than where there are fewer strata
         */
        int of(S stratum, int strata);
    }

    /**
     * @param mostStrata how many strata to keep, at least 1
     * @param order the order of the strata
     * @param share how many items to keep of each
     * @param sample makes an empty sample of that many items
     */
    StratifiedBottomK(int mostStrata, Comparator<? super S> order, Share<S> share, IntFunction<BottomK<T>> sample) {
        this.mostStrata = mostStrata;
        this.share = share;
        this.sample = sample;
        this.strata = new TreeMap<>(order);
    }

    /**
     * @param stratum its stratum
     * @param key the key of an item that is yet to be made
     * @return false if the item would not be kept, so that it need not be made
     */
    boolean wants(S stratum, long key) {
        BottomK<T> there = strata.get(stratum);
        return there == null
                ? strata.size() < mostStrata || strata.comparator().compare(stratum, strata.lastKey()) < 0
                : there.wants(key);
    }

    /**
     * An item that may be kept.
     *
     * @param stratum its stratum
     * @param item the item
     */
    void offer(S stratum, T item) {
        BottomK<T> there = strata.computeIfAbsent(stratum, this::empty);
        if (strata.size() > mostStrata) {
            strata.pollLastEntry();
        }
        there.keepAtMost(share.of(stratum, strata.size()));
        there.offer(item);
    }

    private BottomK<T> empty(S stratum) {
        return sample.apply(share.of(stratum, Math.min(strata.size() + 1, mostStrata)));
    }

    /**
     * @param other a sample of other items by the same rules; left as it is
     * @return this sample, of both
     */
    StratifiedBottomK<S, T> merge(StratifiedBottomK<S, T> other) {
        other.strata.forEach((stratum, there) -> there.ordered().forEach(item -> offer(stratum, item)));
        return this;
    }

    /** @return the items of every stratum, strata and items in ascending order */
    List<List<T>> ordered() {
        strata.forEach((stratum, there) -> there.keepAtMost(share.of(stratum, strata.size())));
        return strata.values().stream().map(BottomK::ordered).toList();
    }
}
