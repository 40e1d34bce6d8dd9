package atlasprox.read.h5ad;

import atlasprox.read.anndata.AnnDataSource;

/** Matrices of 10x Genomics as a Spark data source: barcodes, the sample, and counts. */
public final class TenxSource extends AnnDataSource {
    /** Called by Spark, by the name of the class. */
    public TenxSource() {
        super(Tenx.INSTANCE);
    }
}
