package atlasprox.read.h5ad;

import atlasprox.read.anndata.AnnDataSource;

/**
 * AnnData files of HDF5 as a Spark data source.
 *
 * <pre>{@code
 * spark.read().format("atlasprox.read.h5ad.H5adSource").option("embedding", "X_pca").load("a.h5ad", "b.h5ad")
 * }</pre>
 *
 * <p>A path may lead into a file, to AnnData within it: {@code cells.h5mu/mod/rna}. A file of another machine is first copied to each one.
 */
public final class H5adSource extends AnnDataSource {
    /** Called by Spark, by the name of the class. */
    public H5adSource() {
        super(Hdf5.INSTANCE);
    }
}
