package atlasprox.scfedvi.fit;

import atlasprox.cells.ClientLayout;
import atlasprox.counts.SparkGeneCounts;
import atlasprox.scfedvi.CellNumbers;
import atlasprox.scfedvi.CountShard;
import atlasprox.scfedvi.ScFedViSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** Cells in the shards of their clients on the executors, brought there by one shuffle and kept in memory or on disk until this is closed. */
final class SparkShards implements AutoCloseable {
    /** Beyond one partition for each task that runs at a time, there is one for so many shards: 160,000 cells. */
    private static final int SHARDS_PER_PARTITION = 16;

    private final JavaRDD<CountShard> shards;
    private final int clients;
    private final int batches;
    private final int count;

    /**
     * @param cells the usable cells
     * @param clients which batches are whose
     * @param sizes how many usable cells each batch has; 0 where they are elsewhere
     */
    SparkShards(JavaRDD<SparkGeneCounts.Cell> cells, ClientBatches clients, long[] sizes) {
        long[] ofClients = clients.sums(sizes);
        ShardLayout layout = new ShardLayout(clients, ofClients);
        this.clients = ofClients.length;
        this.batches = sizes.length;
        this.count = layout.shards();
        this.shards = cells.mapPartitions(part -> new ShardPieces(part, layout))
                .mapToPair(piece -> new Tuple2<>(piece.getKey(), piece.getValue()))
                .groupByKey(partitioner(layout.sizes(ofClients), cells.context().defaultParallelism()))
                .map(shard -> shard(layout.client(shard._1()), shard._2()))
                .persist(StorageLevel.MEMORY_AND_DISK());
    }

    /** Of the shards by their numbers: large ones apart from each other. */
    private static Partitioner partitioner(long[] sizes, int atOnce) {
        List<String> names =
                IntStream.range(0, sizes.length).mapToObj(Integer::toString).toList();
        int partitions = Math.max(atOnce, sizes.length / SHARDS_PER_PARTITION);
        return new ClientLayout(names, sizes, partitions).partitioner();
    }

    private static CountShard shard(int client, Iterable<List<CountShard.Cell>> pieces) {
        List<CountShard.Cell> cells = new ArrayList<>();
        pieces.forEach(cells::addAll);
        return CountShard.of(client, cells);
    }

    JavaRDD<CountShard> shards() {
        return shards;
    }

    int count() {
        return count;
    }

    /** How many cells of each client and batch are trained on and held out. */
    CellNumbers numbers(ScFedViSettings settings) {
        return shards.treeAggregate(
                CellNumbers.none(clients, batches),
                (numbers, shard) -> numbers.add(shard, settings),
                CellNumbers::merge);
    }

    /** A hash of the cells as a set. */
    long contents() {
        return shards.map(CountShard::contents).fold(0L, Long::sum);
    }

    @Override
    public void close() {
        shards.unpersist();
    }
}
