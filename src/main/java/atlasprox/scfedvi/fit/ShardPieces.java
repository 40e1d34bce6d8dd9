package atlasprox.scfedvi.fit;

import atlasprox.counts.SparkGeneCounts;
import atlasprox.scfedvi.CountShard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** Gathers those of a partition's cells that are of one shard, holding a bounded number of counts at a time. */
final class ShardPieces implements Iterator<Map.Entry<Integer, List<CountShard.Cell>>> {
    /** 32 MB. */
    private static final long COUNTS_HELD = 4L << 20;

    private final Iterator<SparkGeneCounts.Cell> cells;
    private final ShardLayout layout;
    private Iterator<Map.Entry<Integer, List<CountShard.Cell>>> ready =
            Map.<Integer, List<CountShard.Cell>>of().entrySet().iterator();

    ShardPieces(Iterator<SparkGeneCounts.Cell> cells, ShardLayout layout) {
        this.cells = cells;
        this.layout = layout;
    }

    @Override
    public boolean hasNext() {
        if (!ready.hasNext()) {
            fill();
        }
        return ready.hasNext();
    }

    @Override
    public Map.Entry<Integer, List<CountShard.Cell>> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.next();
    }

    /** A cell without counts of the genes that are taken has nothing to tell. */
    private void fill() {
        Map<Integer, List<CountShard.Cell>> shards = new HashMap<>();
        long held = 0L;
        while (held < COUNTS_HELD && cells.hasNext()) {
            SparkGeneCounts.Cell cell = cells.next();
            int batch = layout.batch(cell.batch());
            if (batch >= 0 && cell.genes().length > 0) {
                shards.computeIfAbsent(layout.shard(batch, cell.key()), none -> new ArrayList<>())
                        .add(new CountShard.Cell(cell.key(), batch, cell.genes(), cell.counts()));
                held += cell.genes().length;
            }
        }
        ready = shards.entrySet().iterator();
    }
}
