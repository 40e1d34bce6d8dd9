package atlasprox.read.h5ad.column;

import atlasprox.read.h5ad.hdf.HdfTree;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;

/** Finds out how a column is encoded. The encodings nest: categories may themselves be a nullable array. */
public final class ColumnReader {
    /** A categorical of nullable strings; anything deeper is a group that holds itself. */
    private static final int MAX_DEPTH = 3;

    private final HdfTree tree;

    public ColumnReader(HdfTree tree) {
        this.tree = tree;
    }

    /** A column of {@code obs}, under a name of its own. */
    public Column column(Group obs, String stored, String name) {
        Node node = tree.child(obs, stored)
                .orElseThrow(
                        () -> tree.bad("obs names the column '" + stored + "' but does not hold it", HdfTree.RE_SAVE));
        if (node instanceof Dataset codes && tree.hasAttribute(codes, "categories")) {
            return categoricalBefore08(obs, codes, stored, name);
        }
        return column(node, name);
    }

    /** A column stored anywhere in the file. */
    public Column column(Node node, String name) {
        return column(node, name, 1);
    }

    private Column column(Node node, String name, int depth) {
        if (node instanceof Dataset values) {
            return new PlainColumn(tree, name, values);
        }
        if (!(node instanceof Group group)) {
            throw tree.bad("column '" + name + "' is neither a dataset nor a group", HdfTree.RE_SAVE);
        }
        if (depth > MAX_DEPTH) {
            throw tree.bad("column '" + name + "' holds groups within groups without end", HdfTree.RE_SAVE);
        }
        String encoding = tree.text(group, "encoding-type");
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

    private Column member(Group group, String part, String name, int depth) {
        Node node = tree.child(group, part)
                .orElseThrow(() -> tree.bad("column '" + name + "' has no '" + part + "'", HdfTree.RE_SAVE));
        return column(node, name, depth + 1);
    }

    /** anndata 0.7 kept the categories apart, under the name of the column, beside a reference that says the same. */
    private Column categoricalBefore08(Group obs, Dataset codes, String stored, String name) {
        Dataset categories = tree.child(obs, "__categories")
                .filter(Group.class::isInstance)
                .flatMap(group -> tree.child((Group) group, stored))
                .filter(Dataset.class::isInstance)
                .map(Dataset.class::cast)
                .orElseThrow(() -> tree.bad(
                        "column '" + name + "' refers to categories that are not in obs/__categories",
                        HdfTree.RE_SAVE));
        return new CategoricalColumn(tree, new PlainColumn(tree, name, codes), new PlainColumn(tree, name, categories));
    }
}
