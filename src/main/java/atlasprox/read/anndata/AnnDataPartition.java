package atlasprox.read.anndata;

import org.apache.spark.sql.connector.read.InputPartition;

/**
 * A slab of one file, for one task.
 *
 * @param path the file
 * @param start the first row, from 0
 * @param count the number of rows, at least 1
 */
record AnnDataPartition(String path, long start, int count) implements InputPartition {}
