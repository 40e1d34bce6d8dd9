package atlasprox.read.h5ad.column;

import atlasprox.BadDataException;
import atlasprox.read.h5ad.hdf.HdfTree;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out what {@code obsm} holds, and how. A key with slashes is a path, as everywhere in HDF5. */
public final class EmbeddingReader {
    private final HdfTree tree;

    public EmbeddingReader(HdfTree tree) {
        this.tree = tree;
    }

    private Optional<Group> obsm() {
        return tree.child(tree.root(), "obsm").filter(Group.class::isInstance).map(Group.class::cast);
    }

    /** The keys of {@code obsm}, readable or not, in the file's order. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>();
        obsm().ifPresent(group -> addKeys(group, "", keys, new HashSet<>(List.of(group.getAddress()))));
        return keys;
    }

    /** @param seen the addresses of the groups so far: one may hold itself */
    private void addKeys(Group group, String path, List<String> keys, Set<Long> seen) {
        for (String name : tree.names(group)) {
            Optional<Group> folder = folder(group, name).filter(inner -> seen.add(inner.getAddress()));
            if (folder.isPresent()) {
                addKeys(folder.get(), path + name + "/", keys, seen);
            } else {
                keys.add(path + name);
            }
        }
    }

    /** A group that is not itself a value, such as a table or a sparse matrix, but holds values. */
    private Optional<Group> folder(Group group, String name) {
        Node node = group.getChild(name);
        boolean folder = node instanceof Group inner
                && Set.of("", "dict").contains(tree.text(inner, "encoding-type"))
                && !tree.hasAttribute(inner, "h5sparse_format") // Of anndata before 0.7.
                && !tree.names(inner).isEmpty();
        return folder ? Optional.of((Group) node) : Optional.empty();
    }

    /**
     * @throws BadDataException if there is none of that name (the message lists those there are), or it is no dense array or table
     *     of numbers
     */
    public Embedding embedding(String key) {
        Node node = obsm().flatMap(group -> tree.child(group, key))
                .orElseThrow(() ->
                        tree.bad("obsm has no '" + key + "'", "the keys it has are " + keys() + ", name one of them"));
        if (node instanceof Dataset dataset) {
            return new ArrayEmbedding(tree, key, dataset);
        }
        if (!(node instanceof Group group)) {
            throw tree.bad("obsm '" + key + "' is neither a dataset nor a group", HdfTree.RE_SAVE);
        }
        String encoding = tree.text(group, "encoding-type");
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

    static BadDataException noDimensions(HdfTree tree, String key) {
        return tree.bad("obsm '" + key + "' has no dimensions at all", "compute the embedding first");
    }
}
