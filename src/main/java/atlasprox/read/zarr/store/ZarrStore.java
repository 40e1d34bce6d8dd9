package atlasprox.read.zarr.store;

import atlasprox.BadDataException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * One zarr store of version 2 or 3, on any file system that Hadoop knows: groups and arrays by their paths. Where the store has all
 * metadata in one place (consolidated), they are taken from there, as zarr-python does. Nothing outside of the store is ever opened.
 * Not thread-safe.
 */
public final class ZarrStore {
    static final String COPY_AGAIN = "the store is damaged: copy or download it again";

    private final StoreFiles files;
    private final Nodes nodes;
    private final ZarrNode root;

    private ZarrStore(StoreFiles files, Nodes nodes, ZarrNode root) {
        this.files = files;
        this.nodes = nodes;
        this.root = root;
    }

    /**
     * Opens a store for reading.
     *
     * @param folder where it is; a group within a larger store is one as well
     * @param shownAs its name in error messages
     * @param hadoop Hadoop's configuration, which knows the file systems
     * @throws BadDataException if there is none, or its metadata cannot be read
     */
    public static ZarrStore open(Path folder, String shownAs, Configuration hadoop) {
        StoreFiles files = StoreFiles.of(folder, shownAs, hadoop);
        Nodes nodes = Nodes.of(files);
        ZarrNode root = nodes.node("")
                .orElseThrow(() -> files.bad(
                        "holds neither zarr.json nor .zgroup, so it is no zarr store",
                        "name the folder that holds one of them"));
        return new ZarrStore(files, nodes, root);
    }

    /** The group, or array, that the store is. */
    public ZarrNode root() {
        return root;
    }

    /**
     * A group or an array, if it is there.
     *
     * @param path from the root, names separated by slashes; empty names and single dots say nothing, and no name leads upward
     * @throws BadDataException if its metadata cannot be read
     */
    public Optional<ZarrNode> node(String path) {
        List<String> names = Names.of(path);
        return Names.areWithin(names) ? nodes.node(String.join("/", names)) : Optional.empty();
    }

    /** The names of what a group holds: in the order of the metadata where they are all in one place, of the letters otherwise. */
    public List<String> names(ZarrNode group) {
        return group.isArray() ? List.of() : nodes.names(group.path());
    }

    /**
     * An array, of which no values are read yet.
     *
     * @throws BadDataException if the node is a group, or its metadata lack what every array has
     */
    public ZarrArray array(ZarrNode node) {
        return ZarrArray.of(files, node);
    }
}
