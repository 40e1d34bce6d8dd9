package atlasprox.read.anndata.column;

import atlasprox.BadDataException;
import atlasprox.read.anndata.tree.StoredArray;
import atlasprox.read.anndata.tree.StoredGroup;
import atlasprox.read.anndata.tree.StoredNode;
import atlasprox.read.anndata.tree.StoredTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out what {@code obsm} holds, and how. A key with slashes is a path. */
public final class EmbeddingReader {
    private final StoredTree tree;

    public EmbeddingReader(StoredTree tree) {
        this.tree = tree;
    }

    private Optional<StoredGroup> obsm() {
        return tree.root().child("obsm").filter(StoredGroup.class::isInstance).map(StoredGroup.class::cast);
    }

    /** The keys of {@code obsm}, readable or not, in the file's order. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>();
        obsm().ifPresent(group -> addKeys(group, "", keys, new HashSet<>(List.of(group.identity()))));
        return keys;
    }

    /** @param seen the groups so far: one may hold itself */
    private void addKeys(StoredGroup group, String path, List<String> keys, Set<Object> seen) {
        for (String name : group.names()) {
            Optional<StoredGroup> folder = folder(group, name).filter(inner -> seen.add(inner.identity()));
            if (folder.isPresent()) {
                addKeys(folder.get(), path + name + "/", keys, seen);
            } else {
                keys.add(path + name);
            }
        }
    }

    /** A group that is not itself a value, such as a table or a sparse matrix, but holds values. */
    private Optional<StoredGroup> folder(StoredGroup group, String name) {
        return group.group(name)
                .filter(inner -> Set.of("", "dict").contains(inner.text("encoding-type")))
                .filter(inner -> !inner.hasAttribute("h5sparse_format")) // Of anndata before 0.7.
                .filter(inner -> !inner.names().isEmpty());
    }

    /**
     * @throws BadDataException if there is none of that name (the message lists those there are), or it is no dense array or table
     *     of numbers
     */
    public Embedding embedding(String key) {
        StoredNode node = obsm().flatMap(group -> group.child(key))
                .orElseThrow(() ->
                        tree.bad("obsm has no '" + key + "'", "the keys it has are " + keys() + ", name one of them"));
        if (node instanceof StoredArray array) {
            return new ArrayEmbedding(tree, key, array);
        }
        if (!(node instanceof StoredGroup group)) {
            throw tree.bad("obsm '" + key + "' is neither a dataset nor a group", tree.reSave());
        }
        String encoding = group.text("encoding-type");
        return switch (encoding) {
            case "dataframe" -> new TableEmbedding(tree, key, group);
            case "" ->
                throw tree.bad(
                        "obsm '" + key + "' is a group, not an array",
                        "the keys that obsm has are " + keys() + ", name one that is a NumPy array or a data frame");
            default ->
                throw tree.bad(
                        "obsm '" + key + "' is stored as '" + encoding + "', not as a dense array",
                        "make it a NumPy array of cells x dimensions (.toarray() if it is sparse) and save the file again");
        };
    }

    static BadDataException noDimensions(StoredTree tree, String key) {
        return tree.bad("obsm '" + key + "' has no dimensions at all", "compute the embedding first");
    }
}
