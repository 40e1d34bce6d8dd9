package atlasprox.read.h5ad.column;

import atlasprox.read.h5ad.hdf.HdfTree;
import io.jhdf.api.Dataset;
import java.lang.reflect.Array;
import java.util.Arrays;

/** A dense {@code obsm} array, cells x dimensions. Integers become doubles, as NumPy's {@code astype(float)} makes them. */
final class ArrayEmbedding implements Embedding {
    private final String key;
    private final StoredArray array;
    private final boolean integers;
    private final ValueType type;

    ArrayEmbedding(HdfTree tree, String key, Dataset dataset) {
        int rank = dataset.getDimensionsAsLong().length;
        if (rank != 2) {
            throw tree.bad(
                    "obsm '" + key + "' has " + rank + " dimensions instead of two (cells x dimensions)",
                    "reshape it and save the file again");
        }
        if (dataset.getDimensionsAsLong()[1] == 0) {
            throw EmbeddingReader.noDimensions(tree, key);
        }
        ValueType element = ValueType.of(dataset.getDataType())
                .filter(ValueType::isNumber)
                .orElseThrow(() -> tree.bad(
                        "obsm '" + key + "' does not hold numbers, but " + ValueType.words(dataset.getDataType()),
                        "convert it with .astype('float32') and save the file again"));
        this.key = key;
        this.array = new StoredArray(tree, "obsm '" + key + "'", dataset);
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
        return array.rows();
    }

    @Override
    public int width() {
        return array.width();
    }

    @Override
    public long chunkHeight() {
        return array.chunkHeight();
    }

    @Override
    public Object[] read(long start, int count) {
        if (count == 0) {
            return new Object[0];
        }
        Object[] rows = (Object[]) array.read(start, count);
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
