package atlasprox.read.anndata.column;

import atlasprox.read.anndata.tree.ValueType;

/** Coordinates of cells: one {@code float[]} or {@code double[]} per cell. */
public interface Embedding extends Column {
    /** The number of dimensions of the embedding, at least 1. */
    int width();

    @Override
    default long bytesPerRow() {
        return (long) width() * (type() == ValueType.FLOATS ? Float.BYTES : Double.BYTES);
    }
}
