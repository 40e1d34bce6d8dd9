package atlasprox.read.anndata.column;

import atlasprox.read.anndata.tree.StoredTree;
import atlasprox.read.anndata.tree.ValueType;
import java.util.List;
import java.util.stream.Stream;

/** A categorical: a code per cell into a list of categories, -1 where the value is missing. */
final class CategoricalColumn implements Column {
    private static final int MISSING = -1;

    private final StoredTree tree;
    private final Column codes;
    private final Column categories;

    /** Read at the first use: a file may have many categoricals of which few are asked for. */
    private Object[] dictionary;

    CategoricalColumn(StoredTree tree, Column codes, Column categories) {
        if (codes.type() != ValueType.INT && codes.type() != ValueType.LONG) {
            throw tree.bad("column '" + codes.name() + "' has codes that are not integers", tree.reSave());
        }
        this.tree = tree;
        this.codes = codes;
        this.categories = categories;
    }

    @Override
    public String name() {
        return codes.name();
    }

    @Override
    public ValueType type() {
        return categories.type();
    }

    @Override
    public long length() {
        return codes.length();
    }

    /** Codes that are zero all over are most likely lost where there is more than one category. */
    @Override
    public List<String> notStored() {
        List<String> ofCodes = categories.length() > 1 ? codes.lacking() : codes.notStored();
        return Stream.concat(ofCodes.stream(), categories.notStored().stream()).toList();
    }

    @Override
    public void requireStored() {
        codes.requireStored();
    }

    @Override
    public Object[] read(long start, int count) {
        if (dictionary == null) {
            tree.requireRoom(
                    "the " + categories.length() + " categories of column '" + name() + "'",
                    categories.length() * categories.bytesPerRow());
            dictionary = categories.read(0, Math.toIntExact(categories.length()));
        }
        Object[] values = codes.read(start, count);
        for (int i = 0; i < count; i++) {
            values[i] = category(((Number) values[i]).longValue(), start + i);
        }
        return values;
    }

    private Object category(long code, long row) {
        if (code == MISSING) {
            return null;
        }
        if (code < 0 || code >= dictionary.length) {
            throw tree.bad(
                    "column '" + name() + "' has the code " + code + " in row " + row + ", but codes from -1 to "
                            + (dictionary.length - 1) + " are all that its categories allow",
                    "correct the column in Python and save the file again");
        }
        return dictionary[(int) code];
    }
}
