/**
 * AnnData as a Spark data source, whatever it is stored in. {@link atlasprox.read.anndata.AnnDataFile} reads one file or folder and knows
 * nothing of Spark; {@link atlasprox.read.anndata.AnnDataSource} and the classes named after it put it behind {@code spark.read()}. A
 * container such as HDF5 gives its groups and arrays by the interfaces of the folder {@code tree}.
 */
package atlasprox.read.anndata;
