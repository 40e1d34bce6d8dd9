package atlasprox.scfedvi.fit;

import atlasprox.scfedvi.CountShard;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** Into which shards the cells of each client fall. Shards of all clients are numbered together. */
final class ShardLayout implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Map<String, Integer> batches;
    private final int[] clientOf;
    /** The number of each client's first shard, and after the last client the number of all. */
    private final int[] first;

    /**
     * @param clients which batches are whose
     * @param cells how many usable cells each client has; 0 where they are elsewhere
     */
    ShardLayout(ClientBatches clients, long[] cells) {
        this.batches = clients.numbers();
        this.clientOf = clients.clientOf();
        this.first = new int[cells.length + 1];
        for (int client = 0; client < cells.length; client++) {
            first[client + 1] = first[client] + CountShard.shards(cells[client]);
        }
    }

    /** The number of a batch; below 0 where there is none of that name. */
    int batch(String name) {
        return batches.getOrDefault(name, -1);
    }

    int shards() {
        return first[first.length - 1];
    }

    int shard(int batch, long key) {
        int client = clientOf[batch];
        return first[client] + CountShard.shard(key, first[client + 1] - first[client]);
    }

    int client(int shard) {
        int place = Arrays.binarySearch(first, shard);
        int client = place >= 0 ? place : -place - 2;
        // Clients whose cells are elsewhere have no shard, and the number of the next client's first.
        while (first[client + 1] <= shard) {
            client++;
        }
        return client;
    }

    /** About how many cells each shard has, where its client has so many. */
    long[] sizes(long[] cells) {
        return IntStream.range(0, shards())
                .map(this::client)
                .mapToLong(client -> cells[client] / (first[client + 1] - first[client]))
                .toArray();
    }
}
