package atlasprox.read.zarr;

import atlasprox.read.anndata.tree.Container;
import atlasprox.read.anndata.tree.StoredTree;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Folders of zarr, of version 2 or 3, and the groups in them. */
enum Zarr implements Container {
    INSTANCE;

    @Override
    public String noun() {
        return "zarr store";
    }

    @Override
    public boolean leavesOut() {
        return true;
    }

    @Override
    public StoredTree open(String path, Configuration hadoop) {
        return ZarrTree.open(new Path(path), path, hadoop);
    }
}
