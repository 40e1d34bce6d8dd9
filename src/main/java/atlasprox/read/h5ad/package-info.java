/**
 * AnnData in HDF5 ({@code .h5ad}, and modalities of {@code .h5mu}) as a Spark data source: {@link atlasprox.read.h5ad.H5adSource}. What is
 * the same in every container is in {@link atlasprox.read.anndata}.
 */
package atlasprox.read.h5ad;
