package atlasprox.cells;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;

/**
 * Who the clients are and in which partition each has its place: the largest client goes first, each to the partition with the
 * fewest cells so far, so dwarfs share a task and a giant has one to itself.
 */
public final class ClientLayout implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Map<String, Integer> clients = new HashMap<>();
    private final int[] partitionOf;
    private final int partitions;
    private final long cells;
    private final long[] sizes;

    /**
     * @param batches the clients' names in order; a client's number is its place
     * @param sizes their cell counts
     * @param partitions the number of partitions wanted, at least 1; no more are made than there are clients
     */
    public ClientLayout(List<String> batches, long[] sizes, int partitions) {
        for (String batch : batches) {
            clients.put(batch, clients.size());
        }
        this.partitions = Math.max(1, Math.min(partitions, batches.size()));
        this.partitionOf = packed(sizes, this.partitions);
        this.cells = Arrays.stream(sizes).sum();
        this.sizes = sizes.clone();
    }

    /**
     * @param batch a batch's name
     * @return the client's number, or -1 where there is no such client
     */
    public int client(String batch) {
        return clients.getOrDefault(batch, -1);
    }

    /**
     * @param client a client's number
     * @return its partition
     */
    public int partition(int client) {
        return partitionOf[client];
    }

    /**
     * @param share any number
     * @return it for each client
     */
    double[] shares(double share) {
        double[] shares = new double[partitionOf.length];
        Arrays.fill(shares, share);
        return shares;
    }

    /**
     * @param shares of each client's cells
     * @return how many cells these are together, about
     */
    double cells(double[] shares) {
        double all = 0.0;
        for (int client = 0; client < shares.length; client++) {
            all += shares[client] * sizes[client];
        }
        return all;
    }

    /** @return how many cells the clients have together */
    long cells() {
        return cells;
    }

    /** @return the number of partitions */
    public int partitions() {
        return partitions;
    }

    /** @return a partitioner of client numbers by this layout */
    public Partitioner partitioner() {
        return new LayoutPartitioner(partitionOf, partitions);
    }

    private static int[] packed(long[] sizes, int partitions) {
        int[] bySize = IntStream.range(0, sizes.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer client) -> -sizes[client]))
                .mapToInt(Integer::intValue)
                .toArray();
        PriorityQueue<Load> loads =
                new PriorityQueue<>(Comparator.comparingLong(Load::cells).thenComparingInt(Load::partition));
        IntStream.range(0, partitions).forEach(partition -> loads.add(new Load(partition, 0L)));
        int[] partitionOf = new int[sizes.length];
        for (int client : bySize) {
            Load least = loads.remove();
            partitionOf[client] = least.partition();
            loads.add(new Load(least.partition(), least.cells() + sizes[client]));
        }
        return partitionOf;
    }

    private record Load(int partition, long cells) {}

    private static final class LayoutPartitioner extends Partitioner {
        private static final long serialVersionUID = 1L;

        private final int[] partitionOf;
        private final int partitions;

        LayoutPartitioner(int[] partitionOf, int partitions) {
            this.partitionOf = partitionOf;
            this.partitions = partitions;
        }

        @Override
        public int numPartitions() {
            return partitions;
        }

        @Override
        public int getPartition(Object client) {
            return partitionOf[(Integer) client];
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof LayoutPartitioner that && Arrays.equals(partitionOf, that.partitionOf);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(partitionOf);
        }
    }
}
