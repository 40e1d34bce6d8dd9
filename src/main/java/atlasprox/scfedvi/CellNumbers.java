package atlasprox.scfedvi;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How many cells are trained on and held out: what clients' losses and weights are averaged by. Shards' numbers can be merged in any order.
 *
 * @param training of each client, in the order of the clients
 * @param held of each client, in the same order
 * @param ofBatches cells that are trained on of each batch, in the order of the batches
 * @param apart of each client whether the loss of its cells held out is told apart from that of all
 */
public record CellNumbers(long[] training, long[] held, long[] ofBatches, boolean[] apart) implements Serializable {

    /**
     * @param clients the number of clients
     * @param batches the number of batches
     * @return no cells
     */
    public static CellNumbers none(int clients, int batches) {
        boolean[] apart = new boolean[clients];
        Arrays.fill(apart, true);
        return new CellNumbers(new long[clients], new long[clients], new long[batches], apart);
    }

    /**
     * Adds a shard's cells.
     *
     * @param shard the shard
     * @param settings that say which cells are held out
     * @return these
     */
    public CellNumbers add(CountShard shard, ScFedViSettings settings) {
        ShardSplit split = ShardSplit.of(shard, settings);
        training[shard.client()] += split.training().length;
        held[shard.client()] += split.held().length;
        for (int cell : split.training()) {
            ofBatches[shard.batches()[cell]]++;
        }
        return this;
    }

    /**
     * Adds those of other shards.
     *
     * @param other their numbers
     * @return these
     */
    public CellNumbers merge(CellNumbers other) {
        add(training, other.training);
        add(held, other.held);
        add(ofBatches, other.ofBatches);
        for (int client = 0; client < apart.length; client++) {
            apart[client] &= other.apart[client];
        }
        return this;
    }

    /** @return how many cells are held out in all */
    public long allHeld() {
        return Arrays.stream(held).sum();
    }

    /**
     * @param client a client's number
     * @return how many cells a loss that it tells apart is of; 0 where it tells none
     */
    public long heldApart(int client) {
        return apart[client] ? held[client] : 0L;
    }

    /**
     * Which losses of cells held out are told, so that neither these nor what the loss of all leaves of them is of too few: clients with fewer tell theirs
     * with those of others alone, and so do the smallest of the others as long as all these have fewer together.
     *
     * @param least the least number of cells held out that a loss is told of
     * @return the same with what is told apart; where all of them have too few together, as if these held none out
     */
    public CellNumbers told(int least) {
        boolean[] told = apart.clone();
        long together = 0L;
        for (int client = 0; client < told.length; client++) {
            told[client] &= held[client] == 0L || held[client] >= least;
            together += told[client] ? 0L : held[client];
        }
        while (together > 0L && together < least) {
            int smallest = smallest(told);
            if (smallest < 0) {
                return new CellNumbers(training, new long[held.length], ofBatches, told);
            }
            told[smallest] = false;
            together += held[smallest];
        }
        return new CellNumbers(training, held, ofBatches, told);
    }

    /** The client with the fewest cells held out of those that tell of them; below 0 where none does. */
    private int smallest(boolean[] told) {
        int smallest = -1;
        for (int client = 0; client < told.length; client++) {
            if (told[client] && held[client] > 0L && (smallest < 0 || held[client] < held[smallest])) {
                smallest = client;
            }
        }
        return smallest;
    }

    /**
     * @param other numbers of the same clients and batches
     * @param client one of the clients
     * @param batch one of its batches
     * @return whether they are the same of these
     */
    public boolean isAs(CellNumbers other, int client, int batch) {
        return isAs(training, other.training, client)
                && isAs(held, other.held, client)
                && isAs(ofBatches, other.ofBatches, batch)
                && other.apart.length == apart.length
                && other.apart[client] == apart[client];
    }

    private static boolean isAs(long[] one, long[] other, int place) {
        return one.length == other.length && one[place] == other[place];
    }

    private static void add(long[] sums, long[] numbers) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += numbers[i];
        }
    }
}
