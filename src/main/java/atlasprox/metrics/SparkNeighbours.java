package atlasprox.metrics;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Exact nearest neighbours, spread over a cluster: every task has all cells, once per executor, and searches for a range of them. The result
 * is the same as on one machine, bit for bit.
 */
public final class SparkNeighbours implements NeighbourSearch {
    /** Fewer would leave a core idle at the end; each has some work to do. */
    private static final int LEAST_CELLS = 1_024;

    private final JavaSparkContext context;

    /** @param context where to search */
    public SparkNeighbours(JavaSparkContext context) {
        this.context = context;
    }

    @Override
    public Neighbours of(float[][] cells, int k) {
        int tasks = Math.max(1, Math.min(4 * context.defaultParallelism(), cells.length / LEAST_CELLS));
        Broadcast<float[][]> shared = context.broadcast(cells);
        List<Neighbours> found = context.parallelize(
                        IntStream.range(0, tasks).boxed().toList(), tasks)
                .map(task -> new ExactNeighbours(shared.value())
                        .within(bound(shared.value(), task, tasks), bound(shared.value(), task + 1, tasks), k))
                .collect();
        shared.destroy();
        return joined(found);
    }

    private static int bound(float[][] cells, int task, int tasks) {
        return (int) ((long) cells.length * task / tasks);
    }

    private static Neighbours joined(List<Neighbours> parts) {
        return new Neighbours(
                parts.stream().flatMap(part -> Stream.of(part.index())).toArray(int[][]::new),
                parts.stream().flatMap(part -> Stream.of(part.distance())).toArray(double[][]::new));
    }
}
