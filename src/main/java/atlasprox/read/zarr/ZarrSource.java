package atlasprox.read.zarr;

import atlasprox.read.anndata.AnnDataSource;

/**
 * AnnData in zarr stores as a Spark data source.
 *
 * <pre>{@code
 * spark.read().format("atlasprox.read.zarr.ZarrSource").option("embedding", "X_pca").load("a.zarr", "b.zarr")
 * }</pre>
 *
 * <p>A path may lead into a store, to AnnData within it: {@code sample.zarr/tables/table}. Stores of other machines are read in place.
 */
public final class ZarrSource extends AnnDataSource {
    /** Called by Spark, by the name of the class. */
    public ZarrSource() {
        super(Zarr.INSTANCE);
    }
}
