package atlasprox.read.anndata.column;

import atlasprox.read.anndata.tree.StoredArray;
import atlasprox.read.anndata.tree.StoredGroup;
import atlasprox.read.anndata.tree.StoredNode;
import atlasprox.read.anndata.tree.StoredTree;

/** Finds out how a column is encoded. The encodings nest: categories may themselves be a nullable array. */
public final class ColumnReader {
    /** A categorical of nullable strings; anything deeper is a group that holds itself. */
    private static final int MAX_DEPTH = 3;

    private final StoredTree tree;

    public ColumnReader(StoredTree tree) {
        this.tree = tree;
    }

    /** A column of {@code obs}, under a name of its own. */
    public Column column(StoredGroup obs, String stored, String name) {
        StoredNode node = obs.child(stored)
                .orElseThrow(
                        () -> tree.bad("obs names the column '" + stored + "' but does not hold it", tree.reSave()));
        if (node instanceof StoredArray codes && codes.hasAttribute("categories")) {
            return categoricalBefore08(obs, codes, stored, name);
        }
        return column(node, name);
    }

    /** A column stored anywhere in the file. */
    public Column column(StoredNode node, String name) {
        return column(node, name, 1);
    }

    private Column column(StoredNode node, String name, int depth) {
        if (node instanceof StoredArray values) {
            return new PlainColumn(tree, name, values);
        }
        if (!(node instanceof StoredGroup group)) {
            throw tree.bad("column '" + name + "' is neither a dataset nor a group", tree.reSave());
        }
        if (depth > MAX_DEPTH) {
            throw tree.bad("column '" + name + "' holds groups within groups without end", tree.reSave());
        }
        String encoding = group.text("encoding-type");
        return switch (encoding) {
            case "categorical" ->
                new CategoricalColumn(
                        tree, member(group, "codes", name, depth), member(group, "categories", name, depth));
            case "nullable-integer", "nullable-boolean", "nullable-string-array" ->
                new NullableColumn(tree, member(group, "values", name, depth), member(group, "mask", name, depth));
            default ->
                throw tree.bad(
                        "column '" + name + "' has the encoding '" + encoding + "', which is not known",
                        "drop the column, or turn it into strings, numbers or a categorical");
        };
    }

    private Column member(StoredGroup group, String part, String name, int depth) {
        StoredNode node = group.child(part)
                .orElseThrow(() -> tree.bad("column '" + name + "' has no '" + part + "'", tree.reSave()));
        return column(node, name, depth + 1);
    }

    /** anndata 0.7 kept the categories apart, under the name of the column, beside a reference that says the same. */
    private Column categoricalBefore08(StoredGroup obs, StoredArray codes, String stored, String name) {
        StoredArray categories = obs.child("__categories")
                .filter(StoredGroup.class::isInstance)
                .flatMap(group -> ((StoredGroup) group).child(stored))
                .filter(StoredArray.class::isInstance)
                .map(StoredArray.class::cast)
                .orElseThrow(() -> tree.bad(
                        "column '" + name + "' refers to categories that are not in obs/__categories", tree.reSave()));
        return new CategoricalColumn(tree, new PlainColumn(tree, name, codes), new PlainColumn(tree, name, categories));
    }
}
