package atlasprox.read.anndata.column;

import atlasprox.read.anndata.tree.StoredArray;
import atlasprox.read.anndata.tree.StoredTree;
import atlasprox.read.anndata.tree.StoredValues;
import atlasprox.read.anndata.tree.ValueType;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;

/** A dense {@code obsm} array, cells x dimensions. Integers become doubles, as NumPy's {@code astype(float)} makes them. */
final class ArrayEmbedding implements Embedding {
    private final String key;
    private final StoredValues values;
    private final boolean integers;
    private final ValueType type;

    ArrayEmbedding(StoredTree tree, String key, StoredArray array) {
        int rank = array.shape().length;
        if (rank != 2) {
            throw tree.bad(
                    "obsm '" + key + "' has " + rank + " dimensions instead of two (cells x dimensions)",
                    "reshape it and save the file again");
        }
        if (array.shape()[1] == 0) {
            throw EmbeddingReader.noDimensions(tree, key);
        }
        ValueType element = array.type()
                .filter(ValueType::isNumber)
                .orElseThrow(() -> tree.bad(
                        "obsm '" + key + "' does not hold numbers, but " + array.words(),
                        "convert it with .astype('float32') and save the file again"));
        this.key = key;
        this.values = array.values("obsm '" + key + "'");
        this.integers = element != ValueType.FLOAT && element != ValueType.DOUBLE;
        this.type = element == ValueType.FLOAT ? ValueType.FLOATS : ValueType.DOUBLES;
        tree.requireRoom("the cells of obsm '" + key + "'", bytesPerRow());
    }

    @Override
    public String name() {
        return key;
    }

    @Override
    public ValueType type() {
        return type;
    }

    @Override
    public long length() {
        return values.rows();
    }

    @Override
    public int width() {
        return values.width();
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
        if (count == 0) {
            return new Object[0];
        }
        Object[] rows = (Object[]) values.read(start, count);
        return integers ? Arrays.stream(rows).map(ArrayEmbedding::doubles).toArray() : rows;
    }

    private static double[] doubles(Object row) {
        double[] doubles = new double[Array.getLength(row)];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = ((Number) Array.get(row, i)).doubleValue();
        }
        return doubles;
    }
}
