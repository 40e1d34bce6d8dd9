package atlasprox.scfedvi;

import atlasprox.math.SplitMix64;
import atlasprox.rounds.ClientData;
import atlasprox.sample.CellKeys;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Cells of one client that are trained on together. Which cells these are goes by their keys, and so does their order: a client's cells fall into the same shards
 * whatever their rows and partitions.
 *
 * @param client the client's number, from 0
 * @param keys of the cells, ascending
 * @param batches the number of each cell's batch, from 0
 * @param end where each cell's counts end in the next two
 * @param genes the numbers of genes of which a cell has counts, ascending within the cell, cell after cell
 * @param counts how many of each, above 0 and finite
 */
public record CountShard(int client, long[] keys, int[] batches, int[] end, int[] genes, float[] counts)
        implements ClientData, Serializable {
    /** Few enough that a shard's counts lie in a task's memory: 200 MB of cells with 2,500 genes each. */
    private static final long MOST_CELLS = 10_000L;

    /**
     * A cell on its way into a shard.
     *
     * @param key of the cell, by its id or else its counts; cells of the same key come in the order of their counts
     * @param batch the number of its batch, from 0
     * @param genes of which it has counts, ascending
     * @param counts how many of each, above 0
     */
    public record Cell(long key, int batch, int[] genes, float[] counts) implements Serializable {}

    /**
     * @param client the client's number
     * @param cells at least one, in any order
     * @return the cells in their order
     */
    public static CountShard of(int client, List<Cell> cells) {
        List<Cell> sorted = cells.stream()
                .sorted(Comparator.comparingLong(Cell::key)
                        .thenComparingInt(Cell::batch)
                        .thenComparing(Cell::genes, Arrays::compare)
                        .thenComparing(Cell::counts, Arrays::compare))
                .toList();
        int[] end = new int[sorted.size()];
        for (int cell = 0; cell < end.length; cell++) {
            end[cell] = (cell == 0 ? 0 : end[cell - 1]) + sorted.get(cell).genes().length;
        }
        int[] genes = new int[end[end.length - 1]];
        float[] counts = new float[genes.length];
        for (int cell = 0; cell < end.length; cell++) {
            Cell one = sorted.get(cell);
            int from = end[cell] - one.genes().length;
            System.arraycopy(one.genes(), 0, genes, from, one.genes().length);
            System.arraycopy(one.counts(), 0, counts, from, one.genes().length);
        }
        return new CountShard(
                client,
                sorted.stream().mapToLong(Cell::key).toArray(),
                sorted.stream().mapToInt(Cell::batch).toArray(),
                end,
                genes,
                counts);
    }

    /**
     * @param cells how many cells a client has, at least 1
     * @return into how many shards they fall
     */
    public static int shards(long cells) {
        return (int) ((cells + MOST_CELLS - 1L) / MOST_CELLS);
    }

    /**
     * @param key a cell's key
     * @param shards how many shards its client has
     * @return the number of the cell's, from 0
     */
    public static int shard(long key, int shards) {
        return (int) (SplitMix64.unit(SplitMix64.mix(key ^ SplitMix64.GOLDEN)) * shards);
    }

    /** @return the number of cells */
    public int cells() {
        return keys.length;
    }

    /** @return a hash of the cells as a set, by their keys, batches and counts; that of several shards is the sum of theirs */
    public long contents() {
        long sum = 0L;
        for (int cell = 0; cell < keys.length; cell++) {
            long counted = CellKeys.content(
                    Arrays.copyOfRange(genes, begin(cell), end[cell]),
                    Arrays.copyOfRange(counts, begin(cell), end[cell]));
            sum += SplitMix64.mix(SplitMix64.mix(keys[cell] ^ counted) ^ batches[cell]);
        }
        return sum;
    }

    int begin(int cell) {
        return cell == 0 ? 0 : end[cell - 1];
    }
}
