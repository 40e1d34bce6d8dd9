package atlasprox.cells;

import atlasprox.rounds.ClientData;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All cells of one client in one place and in one order, ascending by key, whatever order its shards came in. Equal keys are
 * ordered by coordinates, so only cells that are the same in every bit can change places.
 */
public final class ClientCells implements ClientData, Serializable {
    private static final long serialVersionUID = 1L;

    private final int client;
    private final int dimension;
    private final List<CellBlock> blocks;
    private final int[] blockOf;
    private final int[] rowOf;

    private ClientCells(int client, int dimension, List<CellBlock> blocks, int size) {
        this.client = client;
        this.dimension = dimension;
        this.blocks = blocks;
        this.blockOf = new int[size];
        this.rowOf = new int[size];
    }

    /**
     * @param shards the client's shards, at least one, in any order
     * @return its cells, ordered
     * @throws IllegalArgumentException if a shard belongs to another client or has another dimension
     */
    public static ClientCells of(List<CellBlock> shards) {
        CellBlock first = shards.get(0);
        List<Place> places = new ArrayList<>();
        for (int s = 0; s < shards.size(); s++) {
            requireSame(first, shards.get(s));
            for (int row = 0; row < shards.get(s).size(); row++) {
                places.add(new Place(s, row, shards.get(s).keys()[row]));
            }
        }
        places.sort(Comparator.comparingLong(Place::key).thenComparing((a, b) -> compareCells(shards, a, b)));
        ClientCells cells = new ClientCells(first.client(), first.dimension(), List.copyOf(shards), places.size());
        for (int i = 0; i < places.size(); i++) {
            cells.blockOf[i] = places.get(i).block();
            cells.rowOf[i] = places.get(i).row();
        }
        return cells;
    }

    @Override
    public int client() {
        return client;
    }

    /** @return the number of cells */
    public int size() {
        return rowOf.length;
    }

    /** @return the number of dimensions d */
    public int dimension() {
        return dimension;
    }

    /**
     * @param cell the cell's place in the order, in [0, size)
     * @return the flat array that holds its coordinates, from {@link #offset} on; not to be written to
     */
    public float[] values(int cell) {
        return blocks.get(blockOf[cell]).values();
    }

    /**
     * @param cell the cell's place in the order
     * @return where its first coordinate stands in {@link #values}
     */
    public int offset(int cell) {
        return rowOf[cell] * dimension;
    }

    private static void requireSame(CellBlock first, CellBlock other) {
        if (other.client() != first.client() || other.dimension() != first.dimension()) {
            throw new IllegalArgumentException("a shard of client " + other.client() + " with " + other.dimension()
                    + " dimensions among those of client " + first.client() + " with " + first.dimension());
        }
    }

    private static int compareCells(List<CellBlock> shards, Place a, Place b) {
        CellBlock left = shards.get(a.block());
        CellBlock right = shards.get(b.block());
        for (int j = 0; j < left.dimension(); j++) {
            int order = Float.compare(
                    left.values()[a.row() * left.dimension() + j], right.values()[b.row() * right.dimension() + j]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private record Place(int block, int row, long key) {}
}
