package atlasprox.read.h5ad;

import atlasprox.read.anndata.tree.Container;
import atlasprox.read.anndata.tree.GeneRows;
import atlasprox.read.anndata.tree.StoredTree;
import atlasprox.read.h5ad.hdf.HdfTree;
import atlasprox.read.h5ad.tenx.SampleName;
import atlasprox.read.h5ad.tenx.TenxTree;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Files of HDF5 that Cell Ranger wrote. */
enum Tenx implements Container {
    INSTANCE;

    @Override
    public String noun() {
        return "matrix of 10x Genomics";
    }

    @Override
    public Optional<GeneRows> genes() {
        return Optional.of(TenxTree.GENES);
    }

    @Override
    public StoredTree open(String path, Configuration hadoop) {
        return TenxTree.of(HdfTree.open(LocalCopy.of(path, hadoop), path, ""), SampleName.of(new Path(path)));
    }
}
