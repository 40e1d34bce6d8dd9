package atlasprox.sample;

import atlasprox.math.SplitMix64;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * How many cells of each pair of batch and label are sampled: its share of all, at least one. Sampled are those with the smallest keys, by the
 * first 53 bits of these, a <em>place</em> in [0, 1). As keys are uniform, a place beyond which none will be needed is known
 * beforehand, so that tasks hold and send little more than the sample.
 */
final class StratumQuotas implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int embeddings;
    private final HashMap<Strata.Pair, Quota> quotas = new HashMap<>();

    /**
     * @param cells how many to sample
     * @param reach the place at which to stop looking
     */
    private record Quota(int cells, double reach) implements Serializable {

        /**
         * Of N cells about N reach have a place within reach, with a standard deviation of less than the root of that: six beyond the quota are
         * enough but once in a thousand million times, and twelve cells more where the quota is so small that this does not hold.
         */
        static Quota of(long all, double share) {
            int cells = (int) Math.max(1L, Math.round(all * share));
            return new Quota(cells, (cells + 6.0 * Math.sqrt(cells) + 12.0) / all);
        }
    }

    /**
     * @param strata the cells of every pair
     * @param cells about how many to sample of all, fewer than there are
     * @param embeddings how many embeddings cells have
     */
    StratumQuotas(Strata strata, int cells, int embeddings) {
        this.embeddings = embeddings;
        Map<Strata.Pair, Long> sizes = strata.cells();
        double share = (double) cells
                / sizes.values().stream().mapToLong(Long::longValue).sum();
        sizes.forEach((pair, size) -> quotas.put(pair, Quota.of(size, share)));
    }

    /** How many cells are sampled. */
    long cells() {
        return quotas.values().stream().mapToLong(Quota::cells).sum();
    }

    /**
     * @param rows the cells, and after their embeddings the keys
     * @param withinReach whether to look at cells within reach alone; there are too few where many are alike
     * @return the sample
     */
    PackedCells sample(JavaRDD<InternalRow> rows, boolean withinReach) {
        return rows.mapPartitions(part -> List.of(sample(part, withinReach)).iterator())
                .treeReduce(this::merge);
    }

    private PackedCells sample(Iterator<InternalRow> rows, boolean withinReach) {
        StratifiedBottomK<Strata.Pair, SampledCell> sample = empty();
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            Strata.Pair pair = Strata.Pair.of(row);
            long key = row.getLong(embeddings + 2);
            boolean near =
                    !withinReach || SplitMix64.unit(key) < quotas.get(pair).reach();
            if (near && sample.wants(pair, place(key))) {
                SampledCell cell = UsableCells.sampled(row, embeddings);
                sample.offer(Strata.Pair.of(cell), cell);
            }
        }
        return packed(sample);
    }

    private PackedCells merge(PackedCells one, PackedCells other) {
        StratifiedBottomK<Strata.Pair, SampledCell> sample = empty();
        Stream.concat(one.cells(), other.cells()).forEach(cell -> sample.offer(Strata.Pair.of(cell), cell));
        return packed(sample);
    }

    private StratifiedBottomK<Strata.Pair, SampledCell> empty() {
        return new StratifiedBottomK<>(
                quotas.size(),
                Strata.Pair.ORDER,
                (pair, pairs) -> quotas.get(pair).cells(),
                most -> BottomK.ofAll(most, cell -> place(cell.key()), SampledCell.COORDINATES));
    }

    /** In units of 2^-53. */
    private static long place(long key) {
        return key >>> 11;
    }

    private static PackedCells packed(StratifiedBottomK<Strata.Pair, SampledCell> sample) {
        return PackedCells.of(sample.ordered().stream().flatMap(List::stream).toList());
    }
}
