package atlasprox.metrics.neighbours;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Exact nearest neighbours, spread over a cluster: every executor has all cells, twice, and every task searches for a range of them. The
 * result is the same as on one machine, bit for bit.
 */
public final class SparkNeighbours implements NeighbourSearch {
    /** The least cells of a task: fewer are searched for in less time than it takes to start one. */
    private static final int LEAST_CELLS = 1_024;

    private final JavaSparkContext context;

    /** @param context where to search */
    public SparkNeighbours(JavaSparkContext context) {
        this.context = context;
    }

    @Override
    public Neighbours of(float[][] cells, int k) {
        int tasks = Math.max(1, Math.min(4 * context.defaultParallelism(), cells.length / LEAST_CELLS));
        int size = cells.length;
        Broadcast<Searched> shared = context.broadcast(new Searched(cells));
        try {
            return joined(context.parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
                    .map(task ->
                            shared.value().search().within(bound(size, task, tasks), bound(size, task + 1, tasks), k))
                    .collect());
        } finally {
            shared.destroy();
        }
    }

    private static int bound(int cells, int task, int tasks) {
        return (int) ((long) cells * task / tasks);
    }

    /** The cells, and the search among them, which every executor makes for itself, once. */
    private static final class Searched implements Serializable {
        private static final long serialVersionUID = 1L;

        private final float[][] cells;
        private transient ExactNeighbours search;

        Searched(float[][] cells) {
            this.cells = cells;
        }

        synchronized ExactNeighbours search() {
            if (search == null) {
                search = new ExactNeighbours(cells);
            }
            return search;
        }
    }

    private static Neighbours joined(List<Neighbours> parts) {
        return new Neighbours(
                parts.stream().flatMap(part -> Stream.of(part.index())).toArray(int[][]::new),
                parts.stream().flatMap(part -> Stream.of(part.distance())).toArray(double[][]::new));
    }
}
