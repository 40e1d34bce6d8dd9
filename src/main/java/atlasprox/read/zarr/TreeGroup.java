package atlasprox.read.zarr;

import atlasprox.read.anndata.tree.StoredGroup;
import atlasprox.read.anndata.tree.StoredNode;
import atlasprox.read.zarr.store.ZarrNode;
import java.util.List;
import java.util.Optional;

/** A group of a zarr store. */
final class TreeGroup extends TreeNode implements StoredGroup {
    TreeGroup(ZarrTree tree, ZarrNode node) {
        super(tree, node);
    }

    @Override
    public Optional<StoredNode> child(String path) {
        return member(path).map(tree::node);
    }

    @Override
    public Optional<StoredGroup> group(String name) {
        return member(name).filter(member -> !member.isArray()).map(member -> new TreeGroup(tree, member));
    }

    private Optional<ZarrNode> member(String path) {
        String full = path.startsWith("/") ? path : node.path() + "/" + path;
        return tree.reading("'" + full + "'", () -> tree.store().node(full));
    }

    @Override
    public List<String> names() {
        return tree.reading(path(), () -> tree.store().names(node));
    }

    @Override
    public Object identity() {
        return node.path();
    }
}
