package atlasprox.read.zarr;

import atlasprox.BadDataException;
import atlasprox.Reason;
import atlasprox.read.anndata.tree.StoredGroup;
import atlasprox.read.anndata.tree.StoredNode;
import atlasprox.read.anndata.tree.StoredTree;
import atlasprox.read.zarr.store.ZarrNode;
import atlasprox.read.zarr.store.ZarrStore;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A zarr store as a tree of groups and arrays. */
final class ZarrTree implements StoredTree {
    private final String shownAs;
    private final ZarrStore store;

    private ZarrTree(String shownAs, ZarrStore store) {
        this.shownAs = shownAs;
        this.store = store;
    }

    /**
     * @param folder the store's, or that of a group within one
     * @param shownAs its name in error messages
     * @throws BadDataException if there is none, or it is an array
     */
    static ZarrTree open(Path folder, String shownAs, Configuration hadoop) {
        ZarrTree tree = new ZarrTree(shownAs, ZarrStore.open(folder, shownAs, hadoop));
        if (tree.store.root().isArray()) {
            throw tree.bad("is an array, not a group", "name the folder that holds obs and obsm");
        }
        return tree;
    }

    ZarrStore store() {
        return store;
    }

    @Override
    public String shownAs() {
        return shownAs;
    }

    @Override
    public StoredGroup root() {
        return new TreeGroup(this, store.root());
    }

    /** A member of a group, as what it is. */
    StoredNode node(ZarrNode node) {
        return node.isArray()
                ? reading("'" + node.path() + "'", () -> new TreeArray(this, node, store.array(node)))
                : new TreeGroup(this, node);
    }

    @Override
    public String reSave() {
        return "read the store with a current anndata and save it again with write_zarr";
    }

    @Override
    public <T> T reading(String what, Supplier<T> read) {
        try {
            return read.get();
        } catch (BadDataException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unreadable(what, e, e);
        } catch (OutOfMemoryError | StackOverflowError e) { // Spark ends an executor where one is among the causes.
            throw unreadable(what, e, null);
        }
    }

    private BadDataException unreadable(String what, Throwable failure, Exception cause) {
        return new BadDataException(
                shownAs + ": cannot read " + what + " (" + Reason.ofRoot(failure)
                        + "); the store may be damaged: copy it again; if that does not help, " + reSave(),
                cause);
    }

    @Override
    public void close() {
        // Files are open only while one of them is read.
    }
}
