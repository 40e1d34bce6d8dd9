package atlasprox.read.h5ad;

import io.jhdf.api.Dataset;

/** A one-dimensional dataset: numbers, booleans or strings, none of them missing. */
final class PlainColumn implements Column {
    private final HdfTree tree;
    private final String name;
    private final Dataset values;
    private final ValueType type;

    PlainColumn(HdfTree tree, String name, Dataset values) {
        this.tree = tree;
        this.name = name;
        this.values = values;
        this.type = ValueType.of(values.getDataType())
                .orElseThrow(() -> tree.bad(
                        "column '" + name + "' holds "
                                + values.getDataType().getClass().getSimpleName() + " values, which no table can",
                        "drop the column or turn it into strings or numbers"));
        if (values.getDimensionsAsLong().length != 1) {
            throw tree.bad(
                    "column '" + name + "' has " + values.getDimensionsAsLong().length + " dimensions instead of one",
                    "drop the column");
        }
        tree.requireStored("column '" + name + "'", values);
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
        return values.getDimensionsAsLong()[0];
    }

    @Override
    public Object[] read(long start, int count) {
        return count == 0 ? new Object[0] : tree.reading("column '" + name + "'", () -> slab(start, count));
    }

    private Object[] slab(long start, int count) {
        Object[] read = new Object[count];
        Object slab = values.getData(new long[] {start}, new int[] {count});
        for (int i = 0; i < count; i++) {
            read[i] = type.at(slab, i);
        }
        return read;
    }
}
