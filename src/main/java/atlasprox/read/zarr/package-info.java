/**
 * AnnData in zarr stores as a Spark data source: {@link atlasprox.read.zarr.ZarrSource}. What is the same in every container is in
 * {@link atlasprox.read.anndata}; the folders {@code store} and {@code codec} know of zarr, and nothing of AnnData.
 */
package atlasprox.read.zarr;
