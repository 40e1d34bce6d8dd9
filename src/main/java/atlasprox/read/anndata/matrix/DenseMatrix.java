package atlasprox.read.anndata.matrix;

import atlasprox.read.anndata.tree.StoredArray;
import atlasprox.read.anndata.tree.StoredTree;
import atlasprox.read.anndata.tree.StoredValues;
import atlasprox.read.anndata.tree.ValueType;
import atlasprox.read.table.SparseRow;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** A matrix of which every value is stored. */
final class DenseMatrix implements CountMatrix {
    private static final int BYTES = Integer.BYTES + Double.BYTES;

    private final String name;
    private final StoredValues values;

    DenseMatrix(StoredTree tree, String name, StoredArray array) {
        if (array.shape().length != 2) {
            throw tree.bad(
                    "'" + name + "' has " + array.shape().length + " dimensions instead of two (cells x genes)",
                    "name another layer");
        }
        if (array.type().filter(ValueType::isNumber).isEmpty()) {
            throw tree.bad("'" + name + "' does not hold numbers, but " + array.words(), "name another layer");
        }
        this.name = name;
        this.values = array.values("'" + name + "'");
        tree.requireRoom("the genes of a cell of '" + name + "'", bytesPerRow());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int genes() {
        return values.width();
    }

    @Override
    public long length() {
        return values.rows();
    }

    @Override
    public long bytesPerRow() {
        return (long) BYTES * genes();
    }

    @Override
    public long chunkHeight() {
        return values.chunkHeight();
    }

    @Override
    public List<String> notStored() {
        return values.notStored().stream().toList();
    }

    @Override
    public Object[] read(long start, int count) {
        Object[] rows = new Object[count];
        if (count > 0) {
            Object[] stored = (Object[]) values.read(start, count);
            for (int i = 0; i < count; i++) {
                Object cell = stored[i];
                rows[i] = (Supplier<SparseRow>) () -> row(cell);
            }
        }
        return rows;
    }

    private static SparseRow row(Object stored) {
        int genes = Array.getLength(stored);
        int[] indices = new int[genes];
        double[] found = new double[genes];
        int count = 0;
        for (int gene = 0; gene < genes; gene++) {
            double value = ((Number) Array.get(stored, gene)).doubleValue();
            if (value != 0.0) {
                indices[count] = gene;
                found[count] = value;
                count++;
            }
        }
        return new SparseRow(genes, Arrays.copyOf(indices, count), Arrays.copyOf(found, count));
    }
}
