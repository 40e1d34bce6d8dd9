/** Zarr stores of version 2 and 3 on any file system that Hadoop knows, read in place by ranges of rows. */
package atlasprox.read.zarr.store;
