package atlasprox.read.h5ad;

import atlasprox.read.anndata.tree.Container;
import atlasprox.read.anndata.tree.StoredTree;
import atlasprox.read.h5ad.hdf.HdfTree;
import org.apache.hadoop.conf.Configuration;

/** Files of HDF5, and the groups in them. */
enum Hdf5 implements Container {
    INSTANCE;

    @Override
    public String noun() {
        return "h5ad file";
    }

    @Override
    public StoredTree open(String path, Configuration hadoop) {
        PartOfFile part = PartOfFile.of(path, hadoop);
        return HdfTree.open(LocalCopy.of(part.file(), hadoop), path, part.group());
    }
}
