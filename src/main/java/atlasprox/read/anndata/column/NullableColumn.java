package atlasprox.read.anndata.column;

import atlasprox.read.anndata.tree.StoredTree;
import atlasprox.read.anndata.tree.ValueType;
import java.util.List;

/** A nullable integer, boolean or string array: the values, and a mask that is true where the value is missing. */
final class NullableColumn implements Column {
    private final Column values;
    private final Column mask;

    NullableColumn(StoredTree tree, Column values, Column mask) {
        if (mask.type() != ValueType.BOOLEAN || mask.length() != values.length()) {
            throw tree.bad(
                    "column '" + values.name() + "' has a mask that is not one boolean per value", tree.reSave());
        }
        this.values = values;
        this.mask = mask;
    }

    @Override
    public String name() {
        return values.name();
    }

    @Override
    public ValueType type() {
        return values.type();
    }

    @Override
    public long length() {
        return values.length();
    }

    /** A mask of which nothing is stored is one of nothing missing. */
    @Override
    public List<String> notStored() {
        return values.notStored();
    }

    @Override
    public void requireStored() {
        values.requireStored();
    }

    @Override
    public Object[] read(long start, int count) {
        Object[] read = values.read(start, count);
        Object[] missing = mask.read(start, count);
        for (int i = 0; i < count; i++) {
            if (Boolean.TRUE.equals(missing[i])) {
                read[i] = null;
            }
        }
        return read;
    }
}
