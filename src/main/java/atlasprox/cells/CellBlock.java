package atlasprox.cells;

import atlasprox.math.Centre;
import atlasprox.rounds.ClientData;
import atlasprox.sample.CellKeys;
import java.io.Serializable;

/**
 * A shard of one client: up to a few thousand cells of one batch as a flat array, row after row. Clients own cells; nothing that
 * is made of blocks may depend on how a client's cells were cut into them.
 *
 * @param client the client's number
 * @param dimension the number of dimensions d
 * @param keys one seeded hash per cell, by which splits, samples and orders are decided ({@link CellKeys})
 * @param values {@code keys.length * d} coordinates, row-major
 */
public record CellBlock(int client, int dimension, long[] keys, float[] values) implements ClientData, Serializable {
    private static final double CELL = 16.0;

    /**
     * @param centre of d coordinates
     * @return the same cells, their coordinates about the centre
     */
    public CellBlock about(Centre centre) {
        return new CellBlock(client, dimension, keys, centre.about(values));
    }

    /**
     * @param dimension the number of dimensions d
     * @return the bytes of a cell with its key, and its share of a block
     */
    public static double bytes(int dimension) {
        return 4.0 * dimension + CELL;
    }

    /** @return the number of cells */
    public int size() {
        return keys.length;
    }
}
