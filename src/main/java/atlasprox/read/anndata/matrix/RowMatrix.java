package atlasprox.read.anndata.matrix;

import atlasprox.read.anndata.tree.StoredGroup;
import atlasprox.read.anndata.tree.StoredTree;
import atlasprox.read.table.SparseRow;
import java.util.List;
import java.util.function.Supplier;

/** A sparse matrix that is stored cell by cell (CSR). */
final class RowMatrix implements CountMatrix {
    private final StoredTree tree;
    private final String name;
    private final int genes;
    private final long rows;
    private final SparseArrays arrays;

    /** @param shape cells and genes, as the matrix says of itself */
    RowMatrix(StoredTree tree, String name, StoredGroup group, long[] shape) {
        this.tree = tree;
        this.name = name;
        this.rows = shape[0];
        this.genes = Math.toIntExact(shape[1]);
        this.arrays = new SparseArrays(tree, name, group, "rows", rows);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int genes() {
        return genes;
    }

    @Override
    public long length() {
        return rows;
    }

    /** In the mean over cells. */
    @Override
    public long bytesPerRow() {
        return 64 + SparseArrays.BYTES * arrays.entries() / Math.max(1L, rows);
    }

    @Override
    public List<String> notStored() {
        return arrays.notStored();
    }

    @Override
    public Object[] read(long start, int count) {
        Object[] read = new Object[count];
        if (count == 0) {
            return read;
        }
        long[] place = arrays.places(start, count);
        tree.requireRoom(
                "the values of " + count + " rows of '" + name + "'",
                (double) SparseArrays.BYTES * (place[count] - place[0]));
        int all = Math.toIntExact(place[count] - place[0]);
        Object genesOf = arrays.indices(place[0], all);
        Object valuesOf = arrays.data(place[0], all);
        for (int i = 0; i < count; i++) {
            int from = (int) (place[i] - place[0]);
            int entries = (int) (place[i + 1] - place[i]);
            long row = start + i;
            read[i] = (Supplier<SparseRow>) () -> row(genesOf, valuesOf, from, entries, row);
        }
        return read;
    }

    private SparseRow row(Object genesOf, Object valuesOf, int from, int count, long row) {
        int[] which = new int[count];
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            which[i] = arrays.index(genesOf, from + i, genes, "gene", row);
        }
        SparseArrays.copy(valuesOf, from, values);
        return SparseRow.ordered(genes, which, values);
    }
}
