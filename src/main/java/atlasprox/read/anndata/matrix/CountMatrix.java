package atlasprox.read.anndata.matrix;

import atlasprox.read.anndata.column.Column;
import atlasprox.read.anndata.tree.ValueType;
import atlasprox.read.table.SparseRow;

/**
 * A matrix of cells x genes: of each cell something that makes its {@link SparseRow} of what was read, when it is asked for. All rows of a slab at once
 * would take more room than what is stored, for as long as the slab lasts. Places that are none of the genes are found then, too.
 */
public interface CountMatrix extends Column {
    /** The number of genes. */
    int genes();

    @Override
    default ValueType type() {
        return ValueType.SPARSE;
    }
}
