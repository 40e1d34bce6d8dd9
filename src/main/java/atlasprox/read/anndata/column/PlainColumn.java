package atlasprox.read.h5ad.column;

import atlasprox.read.h5ad.hdf.HdfTree;
import io.jhdf.api.Dataset;

/** A one-dimensional dataset: numbers, booleans or strings, none of them missing. */
final class PlainColumn implements Column {
    private final String name;
    private final StoredArray values;
    private final ValueType type;

    PlainColumn(HdfTree tree, String name, Dataset values) {
        this.name = name;
        this.type = ValueType.of(values.getDataType())
                .orElseThrow(() -> tree.bad(
                        "column '" + name + "' holds " + ValueType.words(values.getDataType()) + ", which are not read",
                        "drop the column or turn it into strings or numbers"));
        if (values.getDimensionsAsLong().length != 1) {
            throw tree.bad(
                    "column '" + name + "' has " + values.getDimensionsAsLong().length + " dimensions instead of one",
                    "drop the column");
        }
        this.values = new StoredArray(tree, "column '" + name + "'", values);
    }

    @Override
    public String name() {
        return name;
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
    public Object[] read(long start, int count) {
        return count == 0 ? new Object[0] : slab(start, count);
    }

    private Object[] slab(long start, int count) {
        Object[] read = new Object[count];
        Object slab = values.read(start, count);
        for (int i = 0; i < count; i++) {
            read[i] = type.at(slab, i);
        }
        return read;
    }
}
