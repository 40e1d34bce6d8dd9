/**
 * AnnData {@code .h5ad} files as a Spark data source. {@link atlasprox.read.h5ad.H5adFile} reads one file and knows nothing of
 * Spark; {@link atlasprox.read.h5ad.H5adSource} and the classes named after it put it behind {@code spark.read()}.
 */
package atlasprox.read.h5ad;
