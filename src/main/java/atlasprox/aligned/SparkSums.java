package atlasprox.aligned;

import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.aligned.model.HuberWeight;
import atlasprox.cells.BatchCensus;
import atlasprox.cells.CellBlock;
import atlasprox.math.Frame;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * The clients' side of a round on the executors: broadcast mixture and tail cut, sum where the cells are in {@code mapPartitions},
 * merge the sums of a client's shards, collect one per client, destroy the broadcast. A pure function of cells and broadcast, so a
 * lost task is simply run again.
 */
public final class SparkSums implements AlignedRounds.SumStep {
    private final JavaRDD<CellBlock> blocks;
    private final List<BatchCensus> clients;
    private final Frame[] frames;

    /**
     * @param blocks the cells to visit in shards of one client each, at least one cell of each client; persisted by the caller
     * @param clients what is known of all cells of each client, to whose number sums over fewer cells are scaled
     */
    public SparkSums(JavaRDD<CellBlock> blocks, List<BatchCensus> clients) {
        this.blocks = blocks;
        this.clients = clients;
        this.frames =
                clients.stream().map(client -> Frame.of(client.training())).toArray(Frame[]::new);
    }

    @Override
    public List<ClientSums> run(FilmMixture mixture, HuberWeight cut) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(blocks.context());
        Broadcast<Model> shared = context.broadcast(new Model(mixture, cut, frames));
        try {
            ClientSums[] ordered = new ClientSums[frames.length];
            blocks.mapPartitionsToPair(cells -> sums(cells, shared.value()))
                    .reduceByKey(ClientSums::merge)
                    .collect()
                    .forEach(client -> ordered[client._1()] =
                            client._2().scaledTo(clients.get(client._1()).cells()));
            return Arrays.asList(ordered);
        } finally {
            shared.destroy();
        }
    }

    private static Iterator<Tuple2<Integer, ClientSums>> sums(Iterator<CellBlock> blocks, Model model) {
        ClientSums.Visitor visitor = new ClientSums.Visitor(model.mixture(), model.cut());
        Map<Integer, ClientSums> sums = new HashMap<>();
        while (blocks.hasNext()) {
            CellBlock block = blocks.next();
            ClientSums client = sums.computeIfAbsent(block.client(), model::none);
            for (int row = 0; row < block.size(); row++) {
                visitor.visit(block.client(), block.values(), row * block.dimension(), client);
            }
        }
        return sums.entrySet().stream()
                .map(client -> new Tuple2<>(client.getKey(), client.getValue()))
                .iterator();
    }

    private record Model(FilmMixture mixture, HuberWeight cut, Frame[] frames) implements Serializable {

        ClientSums none(int client) {
            return new ClientSums(mixture.prototypes(client).length, frames[client]);
        }
    }
}
