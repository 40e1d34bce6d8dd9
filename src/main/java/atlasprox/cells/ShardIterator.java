package atlasprox.cells;

import atlasprox.math.Centre;
import atlasprox.sample.CellKeys;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

/** Cuts those of a partition's cells that are in their client's share into shards of one client each, holding a bounded number of cells at a time. */
final class ShardIterator implements Iterator<CellBlock> {
    /** 6.5 MB of 50 dimensions: large enough for shards of a thousand cells where a partition has some tens of clients. */
    private static final int CELLS_HELD = 32_768;

    private final CellCursor cursor;
    private final ClientLayout layout;
    private final long seed;
    private final double[] shares;
    private final Centre centre;
    private final ArrayDeque<CellBlock> ready = new ArrayDeque<>();

    ShardIterator(CellCursor cursor, ClientLayout layout, long seed, double[] shares, Centre centre) {
        this.cursor = cursor;
        this.layout = layout;
        this.seed = seed;
        this.shares = shares;
        this.centre = centre;
    }

    @Override
    public boolean hasNext() {
        if (ready.isEmpty()) {
            fill();
        }
        return !ready.isEmpty();
    }

    @Override
    public CellBlock next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void fill() {
        Map<Integer, Shard> shards = new HashMap<>();
        int held = 0;
        while (held < CELLS_HELD && cursor.next()) {
            if (cursor.defect() != null) {
                continue;
            }
            long key = CellKeys.key(seed, cursor.drawnBy(CellTable.DRAWN_BY));
            int client = layout.client(cursor.batch());
            if (client >= 0 && CellKeys.isInShare(key, shares[client])) {
                shards.computeIfAbsent(client, unused -> new Shard()).add(key, centre.about(cursor.cell()));
                held++;
            }
        }
        shards.forEach((client, shard) -> ready.add(shard.block(client)));
    }

    /** A shard that grows. */
    private static final class Shard {
        private long[] keys = new long[16];
        private float[] values = new float[0];
        private int size;
        private int dimension;

        void add(long key, float[] cell) {
            dimension = cell.length;
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, 2 * size);
            }
            if (values.length < keys.length * dimension) {
                values = Arrays.copyOf(values, keys.length * dimension);
            }
            keys[size] = key;
            System.arraycopy(cell, 0, values, size * dimension, dimension);
            size++;
        }

        CellBlock block(int client) {
            return new CellBlock(client, dimension, Arrays.copyOf(keys, size), Arrays.copyOf(values, size * dimension));
        }
    }
}
