package atlasprox.read.anndata.column;

import atlasprox.read.anndata.tree.StoredArray;
import atlasprox.read.anndata.tree.StoredTree;
import atlasprox.read.anndata.tree.StoredValues;
import atlasprox.read.anndata.tree.ValueType;
import java.util.List;

/** A one-dimensional array: numbers, booleans or strings, none of them missing. */
final class PlainColumn implements Column {
    private final String name;
    private final StoredValues values;
    private final ValueType type;

    PlainColumn(StoredTree tree, String name, StoredArray array) {
        this.name = name;
        this.type = array.type()
                .orElseThrow(() -> tree.bad(
                        "column '" + name + "' holds " + array.words() + ", which are not read",
                        "drop the column or turn it into strings or numbers"));
        if (array.shape().length != 1) {
            throw tree.bad(
                    "column '" + name + "' has " + array.shape().length + " dimensions instead of one",
                    "drop the column");
        }
        this.values = array.values("column '" + name + "'");
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
    public List<String> notStored() {
        return values.notStored().stream().toList();
    }

    @Override
    public List<String> lacking() {
        return values.lacking().stream().toList();
    }

    @Override
    public void requireStored() {
        values.requireStored();
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
