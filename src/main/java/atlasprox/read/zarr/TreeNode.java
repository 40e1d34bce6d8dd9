package atlasprox.read.zarr;

import atlasprox.read.anndata.tree.StoredNode;
import atlasprox.read.zarr.store.ZarrNode;
import java.util.List;

/** A group or an array of a zarr store. */
class TreeNode implements StoredNode {
    final ZarrTree tree;
    final ZarrNode node;

    TreeNode(ZarrTree tree, ZarrNode node) {
        this.tree = tree;
        this.node = node;
    }

    @Override
    public String path() {
        return "/" + node.path();
    }

    @Override
    public boolean hasAttribute(String name) {
        return node.hasAttribute(name);
    }

    @Override
    public String text(String attribute) {
        return node.text(attribute);
    }

    @Override
    public List<String> texts(String attribute) {
        return node.texts(attribute);
    }

    @Override
    public long[] longs(String attribute) {
        return node.longs(attribute);
    }
}
