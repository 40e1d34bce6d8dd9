package atlasprox.read.h5ad;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.object.datatype.FloatingPoint;

/** A dense {@code obsm} array, cells x dimensions: one {@code float[]} (16 and 32 bits) or {@code double[]} per cell. */
public final class Embedding implements Column {
    private final HdfTree tree;
    private final String key;
    private final Dataset array;

    private Embedding(HdfTree tree, String key, Dataset array) {
        this.tree = tree;
        this.key = key;
        this.array = array;
    }

    static Embedding of(HdfTree tree, String key, Node node) {
        if (node instanceof Group group) {
            throw tree.bad(
                    "obsm '" + key + "' is stored as '" + tree.text(group, "encoding-type") + "', not as a dense array",
                    "make it a NumPy array of cells x dimensions and save the file again");
        }
        Embedding embedding = new Embedding(tree, key, (Dataset) node);
        tree.requireStored("obsm '" + key + "'", embedding.array);
        embedding.checkShapeAndType();
        tree.requireRoom("the cells of obsm '" + key + "'", embedding.bytesPerRow());
        return embedding;
    }

    private void checkShapeAndType() {
        int rank = array.getDimensionsAsLong().length;
        if (rank != 2) {
            throw tree.bad(
                    "obsm '" + key + "' has " + rank + " dimensions instead of two (cells x dimensions)",
                    "reshape it and save the file again");
        }
        if (width() == 0) {
            throw tree.bad("obsm '" + key + "' has no dimensions at all", "compute the embedding first");
        }
        if (!(array.getDataType() instanceof FloatingPoint)) {
            throw tree.bad(
                    "obsm '" + key + "' does not hold floating-point numbers",
                    "convert it with .astype('float32') and save the file again");
        }
    }

    @Override
    public String name() {
        return key;
    }

    @Override
    public ValueType type() {
        return array.getDataType().getSize() <= Float.BYTES ? ValueType.FLOATS : ValueType.DOUBLES;
    }

    @Override
    public long length() {
        return array.getDimensionsAsLong()[0];
    }

    /** The number of dimensions of the embedding. */
    public int width() {
        return array.getDimensions()[1];
    }

    @Override
    public long bytesPerRow() {
        return (long) width() * (type() == ValueType.FLOATS ? Float.BYTES : Double.BYTES);
    }

    @Override
    public long chunkHeight() {
        return array instanceof ChunkedDataset chunked ? chunked.getChunkDimensions()[0] : 1;
    }

    @Override
    public Object[] read(long start, int count) {
        if (count == 0) {
            return new Object[0];
        }
        return tree.reading("obsm '" + key + "'", () ->
                (Object[]) array.getData(new long[] {start, 0}, new int[] {count, width()}));
    }
}
