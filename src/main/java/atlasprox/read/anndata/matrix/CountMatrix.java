package atlasprox.read.anndata.matrix;

import atlasprox.read.anndata.column.Column;
import atlasprox.read.anndata.tree.ValueType;
import atlasprox.read.table.SparseRow;

/** A matrix of cells x genes: one {@link SparseRow} per cell. */
public interface CountMatrix extends Column {
    /** The number of genes. */
    int genes();

    @Override
    default ValueType type() {
        return ValueType.SPARSE;
    }
}
