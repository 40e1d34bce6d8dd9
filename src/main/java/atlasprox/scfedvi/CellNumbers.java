package atlasprox.scfedvi;

import java.io.Serializable;

/**
 * How many cells are trained on and held out: what clients' losses and weights are averaged by. Shards' numbers can be merged in any order.
 *
 * @param training of each client, in the order of the clients
 * @param held of each client, in the same order
 * @param ofBatches cells that are trained on of each batch, in the order of the batches
 */
public record CellNumbers(long[] training, long[] held, long[] ofBatches) implements Serializable {

    /**
     * @param clients the number of clients
     * @param batches the number of batches
     * @return no cells
     */
    public static CellNumbers none(int clients, int batches) {
        return new CellNumbers(new long[clients], new long[clients], new long[batches]);
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
        return this;
    }

    /**
     * @param least the least number of cells held out of which a client tells the loss
     * @return the same, as if clients with fewer held none out
     */
    public CellNumbers told(int least) {
        long[] told = held.clone();
        for (int client = 0; client < told.length; client++) {
            told[client] = told[client] < least ? 0L : told[client];
        }
        return new CellNumbers(training, told, ofBatches);
    }

    /**
     * @param other numbers of the same clients and batches, each client with one batch
     * @param client one of them
     * @return whether they are the same of this client and its batch
     */
    public boolean isAs(CellNumbers other, int client) {
        return isAs(training, other.training, client)
                && isAs(held, other.held, client)
                && isAs(ofBatches, other.ofBatches, client);
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
